using System.Text.Json;
using LspCompletion.Server.Settings;

namespace LspCompletion.Server.Tests.Settings;

/// <summary>What a repository can set through a client that takes it for the user, over the whole table.</summary>
public sealed class SettingScopeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("settings").FullName;

    public static TheoryData<string> Keys => [.. SettingsTable.All.Select(setting => setting.Key)];

    private string FilePath => Path.Combine(_folder, "settings.json");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>
    /// Whoever adds to this list says that nothing comes of the setting but other suggestions, or fewer, whatever its value.
    /// </summary>
    [Fact]
    public void A_workspace_has_a_say_in_what_is_shown_and_in_nothing_else()
    {
        Assert.Equal(
            ["enabled", "languages", "comments", "strings", "memory", "maxLines", "confidenceThreshold", "ignore", "cSharpGuided", "cSharpCheck", "cSharpShowLate", "trace"],
            SettingsTable.All.Where(setting => setting.Scope == SettingScope.Window).Select(setting => setting.Key));
        Assert.All(SettingsTable.All, setting => Assert.Equal(setting.Effect == SettingEffect.Shows, setting.Scope == SettingScope.Window));
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void Any_setting_is_taken_from_the_users_file_and_from_the_start_options(string key)
    {
        JsonElement other = Only(key);
        ServerSettings set = SettingsReader.Read(other).Settings;
        Assert.NotEqual(ServerSettings.Default, set);

        SettingsSource options = new(FilePath);
        Assert.Empty(options.Update(options: other));
        Assert.Equal(set, options.Current);

        File.WriteAllText(FilePath, other.GetRawText());
        SettingsSource file = new(FilePath);
        Assert.Empty(file.Update());
        Assert.Equal(set, file.Current);
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void A_setting_that_is_the_users_is_never_taken_from_a_workspace_and_that_is_told_once(string key)
    {
        JsonElement other = Only(key);
        SettingsSource source = new(FilePath);

        IReadOnlyList<string> told = source.Update(configuration: other);

        if (SettingsTable.All.Single(setting => setting.Key == key).Scope == SettingScope.Window)
        {
            Assert.Empty(told);
            Assert.Equal(SettingsReader.Read(other).Settings, source.Current);
            return;
        }

        Assert.Equal(ServerSettings.Default, source.Current);
        Assert.Equal(
            [$"Not taken from the workspace's configuration, which a repository may write: {key}. Only you may set this: in {FilePath}, " +
                "or in the options with which your editor starts the server (initializationOptions)."],
            told);
        Assert.Empty(source.Update(configuration: other));

        // A client that sends all settings there may tell what is in force, whoever set it.
        Assert.Empty(source.Update(options: other, configuration: other));
        Assert.Equal(SettingsReader.Read(other).Settings, source.Current);
    }

    /// <summary>A path that counts from some folder would count from the one that is open, in clients that start the server there.</summary>
    [Fact]
    public void A_setting_that_is_a_path_is_a_whole_one_wherever_it_is_from()
    {
        string[] paths = [.. SettingsTable.All.Select(setting => setting.Key)
            .Where(key => OtherSettings.All.GetProperty(key).GetRawText().Contains(OtherSettings.Folder, StringComparison.Ordinal))];
        Assert.Equal(["model", "backendKeyFile", "trustedFolders"], paths);

        foreach (string relative in (string[])["models/large", "./large", "../large", "./", "..", "~/large"])
        {
            Assert.All(paths, key =>
            {
                SettingsReading reading = SettingsReader.Read(JsonElement.Parse(
                    Only(key).GetRawText().Replace(OtherSettings.Folder, relative, StringComparison.Ordinal)));

                Assert.Equal(ServerSettings.Default, reading.Settings);
                Assert.Contains(key, Assert.Single(reading.Problems), StringComparison.Ordinal);
            });
        }
    }

    [Fact]
    public void What_a_workspace_may_not_set_is_told_in_one_line()
    {
        SettingsSource source = new(FilePath);

        string told = Assert.Single(source.Update(configuration: OtherSettings.All));

        Assert.Contains(" threads, timeLimitMs, trustedFolders. Only you", told, StringComparison.Ordinal);
    }

    /// <summary>Also written in full, or nested, as some clients do.</summary>
    [Theory]
    [InlineData("""{ "lspCompletion.cSharpProjects": "msbuild" }""")]
    [InlineData("""{ "lspCompletion": { "cSharpProjects": "msbuild" } }""")]
    [InlineData("""{ "lspCompletion": { "lspCompletion": { "lspCompletion.cSharpProjects": "msbuild" } } }""")]
    [InlineData("""{ "cSharpProjects": "files", "cSharpProjects": "msbuild" }""")]
    public void No_way_of_writing_it_leads_around_that(string configuration)
    {
        SettingsSource source = new(FilePath);

        string told = Assert.Single(source.Update(configuration: JsonElement.Parse(configuration)));

        Assert.Contains("cSharpProjects", told, StringComparison.Ordinal);
        Assert.Equal(ServerSettings.Default, source.Current);
    }

    [Theory]
    [InlineData("""[]""", "file", true)]
    [InlineData("""["!/secret/"]""", "secret/a.cs", true)]
    [InlineData("""["!*"]""", "secret/a.cs", true)]
    [InlineData("""["*.sql"]""", "a.sql", true)]
    [InlineData("""["*.sql"]""", "secret/a.cs", true)]
    [InlineData("""["*.sql"]""", "a.cs", false)]
    public void A_workspace_leaves_more_files_alone_and_never_fewer(string ofWorkspace, string path, bool isIgnored)
    {
        SettingsSource source = new(FilePath);
        source.Update(
            options: JsonElement.Parse("""{ "ignore": ["/secret/", "/file"] }"""),
            configuration: JsonElement.Parse($$"""{ "ignore": {{ofWorkspace}} }"""));

        WorkspaceFolders folders = new([OtherSettings.Folder]);
        WorkspaceConfiguration configuration = WorkspaceConfiguration.Of(source.Current, folders, TimeProvider.System);

        Assert.Equal(isIgnored, !configuration.MayBeShown($"{OtherSettings.Folder}/{path}"));
    }

    private static JsonElement Only(string key) =>
        JsonSerializer.SerializeToElement(new Dictionary<string, JsonElement> { [key] = OtherSettings.All.GetProperty(key) });
}
