using System.Text;

namespace LspCompletion.Server.Settings;

/// <summary>Writes the page on the settings, docs/settings.md.</summary>
internal static class SettingsMarkdown
{
    /// <summary>Defaults that are longer are shown by their beginning.</summary>
    private const int LongestValue = 40;

    private const string Introduction =
        """
        # Settings

        <!-- Written from server/Settings/SettingsTable.cs; change it there. -->

        Every setting has a default that works. A value that isn't allowed has no effect, and the log says what is allowed.

        **Where to set them.** In your own file:

        | system | file |
        |---|---|
        | Linux | `~/.config/LspCompletion/settings.json` |
        | macOS | `~/Library/Application Support/LspCompletion/settings.json` |
        | Windows | `%APPDATA%\LspCompletion\settings.json` |

        ```jsonc
        {
          // Comments and trailing commas are fine.
          "maxLines": 4,
          "languages": { "markdown": true },
          "ignore": ["*.generated.cs", "/vendor/"],
        }
        ```

        In the options with which your editor starts the server, which the protocol calls `initializationOptions`, as
        `{ "lspCompletion": { "maxLines": 4 } }`. Or in the editor's configuration of the server, which answers
        `workspace/configuration`, in the section `lspCompletion`. Each overrides what comes before it. In VS Code they are
        settings as any others, such as `lspCompletion.maxLines`; [editors.md](editors.md) has the places of other editors.

        **Who may set them.** Many editors let a repository have a say in that configuration, and can't tell it from yours.
        So it counts only for settings of the scope *window*, which decide what is shown. Those of the scope *user* decide what
        is run, loaded, spent or sent: they count in your file and in the start options, and the server tells you when
        they come from elsewhere. VS Code's extension gives it those that you have set for yourself, and no workspace's.
        Paths are whole ones, since a relative path would mean another folder in each workspace.

        | setting | default | allowed | scope | meaning |
        |---|---|---|---|---|

        """;

    private const string FilesLeftAlone =
        """

        ## Files that are left alone

        Neither completed nor shown to the model, whatever the settings say:

        - what `.gitignore` files and `.git/info/exclude` of the file's repository ignore, also if Git tracks it all the
          same, and what such a file may be about that is there and can't be read;
        - what a `.completionignore` ignores, in the file's folder or any above: a file of your own, written like a
          `.gitignore`, with or without Git;
        - secrets, told by their names: `.env` and its kin, keys and certificates, `appsettings.*.json` (but not
          `appsettings.json`), `secrets.json`, `.npmrc`, `.netrc`, `credentials`, `*.tfvars` and
          [more](../server/Settings/Ignoring/SecretFiles.cs);
        - copies of all these that editors and people keep (`secrets.json~`, `.secrets.json.swp`, `secrets (1).json`), links
          that lead to them, and their versions and parts under other schemes (`git:`, cells of notebooks, local history);
        - binary files, and files of more than 16 MiB.

        Secrets in other files are told by what they look like: private keys, tokens whose makers begin them all alike,
        passwords in addresses and connection strings, and values behind names such as `password` and `api_key`. The model is
        shown asterisks in their place, but for the line that the cursor stands in, and none is suggested.

        Of files other than the document's own, only those are shown that lie in one of the workspace's folders, wherever links
        seem to put them.

        Unsaved documents and those of other schemes than `file:` have names, but nothing on disk to look at: languages,
        `ignore` and secrets hold for them, too.

        """;

    /// <summary>The page's text, with LF line ends.</summary>
    public static string Write()
    {
        var page = new StringBuilder(Introduction);
        foreach (Setting setting in SettingsTable.All)
        {
            page.Append("| `").Append(setting.Key)
                .Append("` | `").Append(Shorten(setting.Default.ToJsonString()))
                .Append("` | ").Append(setting.Allowed)
                .Append(" | ").Append(setting.Scope.ToString().ToLowerInvariant())
                .Append(" | ").Append(setting.Description)
                .Append(" |\n");
        }

        return page.Append(FilesLeftAlone).ToString();
    }

    private static string Shorten(string value) =>
        value.Length <= LongestValue ? value : string.Concat(value.AsSpan(0, value.LastIndexOf(',', LongestValue)), ",…");
}
