using System.Text;

namespace LspCompletion.Server.Settings;

/// <summary>Writes the page on the settings, docs/settings.md.</summary>
internal static class SettingsMarkdown
{
    private const string Introduction =
        """
        # Settings

        <!-- Written from server/Settings/SettingsTable.cs; change it there. -->

        Every setting has a default that works. A value that isn't allowed has no effect, and the log says what is allowed.

        **Where to set them.** In the editor's configuration of the server, in the section `lspCompletion`: VS Code's
        settings as `lspCompletion.maxLines`, other clients as `{ "lspCompletion": { "maxLines": 4 } }`. Or in a file, for
        editors that have no such place. What an editor sends overrides the file, and VS Code sends every setting:

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

        **Who may set them.** A workspace may set those of the scope *window*. Those of the scope *machine* are the
        user's alone in clients that know the difference (VS Code): they hold for all windows, or a repository that was
        just cloned must not decide them. Those of the scope *user* decide where source text goes, and count in the file
        and in the client's `initializationOptions` only, never in a workspace's configuration. (VS Code's extension passes
        the user's on.)

        | setting | default | allowed | scope | meaning |
        |---|---|---|---|---|

        """;

    private const string FilesLeftAlone =
        """

        ## Files that are left alone

        Neither completed nor shown to the model, whatever the settings say:

        - what `.gitignore` files and `.git/info/exclude` of the file's repository ignore, also if Git tracks it all the
          same;
        - secrets, told by their names: `.env` and its kin, keys and certificates, `appsettings.*.json` (but not
          `appsettings.json`), `secrets.json`, `.npmrc`, `.netrc`, `credentials`, `*.tfvars` and
          [more](../server/Settings/Ignoring/SecretFiles.cs);
        - binary files, and files of more than 16 MiB.

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
                .Append("` | `").Append(setting.Default.ToJsonString())
                .Append("` | ").Append(setting.Allowed)
                .Append(" | ").Append(setting.Scope.ToString().ToLowerInvariant())
                .Append(" | ").Append(setting.Description)
                .Append(" |\n");
        }

        return page.Append(FilesLeftAlone).ToString();
    }
}
