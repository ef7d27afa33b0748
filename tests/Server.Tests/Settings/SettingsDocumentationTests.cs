using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LspCompletion.Server.Settings;
using LspCompletion.Tests;

namespace LspCompletion.Server.Tests.Settings;

public partial class SettingsDocumentationTests
{
    private static readonly JsonSerializerOptions AsNpmWrites = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    [Fact]
    public void The_page_on_settings_says_what_the_table_says()
    {
        string path = Path.Combine(RepositoryPaths.Root, "docs", "settings.md");
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
            File.WriteAllText(path, SettingsMarkdown.Write());

        Assert.True(
            File.Exists(path) && File.ReadAllText(path) == SettingsMarkdown.Write(),
            "docs/settings.md is out of date: run the tests once with UPDATE_DOCS=1 in the environment, and commit it.");
    }

    /// <summary>What the extension adds for itself comes behind the settings of the server.</summary>
    [Fact]
    public void The_extension_declares_what_the_table_says()
    {
        string path = Path.Combine(RepositoryPaths.Root, "client-vscode", "package.json");
        string package = File.ReadAllText(path).ReplaceLineEndings("\n");
        JsonNode root = JsonNode.Parse(package)!;
        root["contributes"]!["configuration"]![0] = SettingsContribution.Write();
        root["capabilities"]!["untrustedWorkspaces"]!["restrictedConfigurations"] = SettingsContribution.WriteRestricted();
        string expected = root.ToJsonString(AsNpmWrites) + "\n";
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
            File.WriteAllText(path, package = expected);

        Assert.True(
            package == expected,
            "client-vscode/package.json is out of date: run the tests once with UPDATE_DOCS=1 in the environment, and commit it.");
    }

    [Fact]
    public void Keys_are_unique_and_descriptions_are_sentences_that_fit_a_table()
    {
        Assert.Equal(SettingsTable.All.Count, SettingsTable.All.Select(setting => setting.Key).Distinct().Count());
        Assert.All(SettingsTable.All, setting => Assert.Matches(SentenceOfTable(), setting.Description));
    }

    [Fact]
    public void Every_property_of_the_settings_has_its_row() =>
        Assert.Equal(
            typeof(ServerSettings).GetProperties().Select(property => property.Name)
                .Except([nameof(ServerSettings.Default)])
                .Select(name => JsonNamingPolicy.CamelCase.ConvertName(name))
                .Order(),
            SettingsTable.All.Select(setting => setting.Key).Order());

    [Fact]
    public void The_contribution_declares_every_setting_with_type_default_and_scope()
    {
        JsonObject contribution = SettingsContribution.Write();

        JsonObject properties = contribution["properties"]!.AsObject();
        Assert.Equal(SettingsTable.All.Select(setting => $"lspCompletion.{setting.Key}"), properties.Select(p => p.Key));
        Assert.Equal(
            """{"type":"integer","minimum":1,"maximum":100,"default":1,"scope":"window","markdownDescription":"The most lines of a suggestion, the cursor\u0027s line counted. Inside a line it is always one."}""",
            properties["lspCompletion.maxLines"]!.ToJsonString());
        Assert.Equal("machine", (string?)properties["lspCompletion.model"]!["scope"]);
    }

    [Fact]
    public void The_defaults_of_the_contribution_are_allowed_and_are_the_defaults()
    {
        var section = new JsonObject(
            SettingsContribution.Write()["properties"]!.AsObject().Select(
                property => KeyValuePair.Create(property.Key, property.Value!["default"]?.DeepClone())));

        SettingsReading reading = SettingsReader.Read(JsonSerializer.SerializeToElement(section));

        Assert.Empty(reading.Problems);
        Assert.Equal(ServerSettings.Default, reading.Settings);
    }

    [GeneratedRegex(@"^[A-Z][^|\n]*\.$")]
    private static partial Regex SentenceOfTable();
}
