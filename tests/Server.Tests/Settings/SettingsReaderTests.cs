using System.Text.Json;
using CsCheck;
using LspCompletion.Server.Settings;

namespace LspCompletion.Server.Tests.Settings;

public class SettingsReaderTests
{
    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{ "lspCompletion": null }""")]
    [InlineData("""{ "model": null, "maxLines": null }""")]
    public void Where_nothing_is_said_the_defaults_hold(string json)
    {
        SettingsReading reading = Read(json);

        Assert.Equal(ServerSettings.Default, reading.Settings);
        Assert.Empty(reading.Problems);
    }

    [Fact]
    public void Every_setting_is_read()
    {
        SettingsReading reading = Read(OtherSettings.Json);

        ServerSettings expected = ServerSettings.Default with
        {
            Enabled = false,
            Model = OtherSettings.Folder,
            Backend = "https://engine.example/v1/completions",
            BackendModel = "big",
            BackendFormat = "qwen2.5-coder",
            BackendKeyFile = OtherSettings.Folder,
            BackendProxy = "http://proxy.example:3128",
            BackendFallback = false,
            SharedEngine = false,
            ExecutionProvider = ExecutionProviderChoice.DirectML,
            Languages = ServerSettings.Default.Languages.With([new("go", false), new("markdown", true)]),
            Comments = TextSuggestions.Off,
            Strings = TextSuggestions.Manual,
            Memory = MemoryReach.Off,
            MaxLines = 2,
            MaxTokens = 2,
            TimeLimitMs = 300,
            DebounceMs = 4,
            Threads = 5,
            MemoryBudgetMB = 600,
            ProjectMemoryMB = 70,
            ConfidenceThreshold = -0.7,
            Ignore = new GlobList(["*.min.js", "!keep.min.js"]),
            SelfCheckShare = 0.8,
            PrefixTokens = 90,
            SuffixTokens = 10,
            ContextTokens = 11,
            TrustedFolders = new TrustedFolders([OtherSettings.Folder]),
            CSharp = false,
            CSharpProjects = CSharpProjectReading.MSBuild,
            CSharpContext = false,
            CSharpGuided = false,
            CSharpCheck = false,
            CSharpCheckMs = 12,
            CSharpShowLate = true,
            LogSourceText = true,
            Trace = ProtocolTrace.Verbose,
        };
        Assert.Equal(expected, reading.Settings);
        Assert.Empty(reading.Problems);
        Assert.Equal(SettingsTable.All.Select(setting => setting.Key), OtherSettings.All.EnumerateObject().Select(other => other.Name));
    }

    [Theory]
    [InlineData("""{ "lspCompletion": { "maxLines": 3 } }""")]
    [InlineData("""{ "lspCompletion.maxLines": 3 }""")]
    [InlineData("""{ "maxLines": 3.0 }""")]
    [InlineData("""{ "maxLines": 2, "maxLines": 3 }""")]
    public void Clients_write_the_same_in_several_ways(string json)
    {
        SettingsReading reading = Read(json);

        Assert.Equal(ServerSettings.Default with { MaxLines = 3 }, reading.Settings);
        Assert.Empty(reading.Problems);
    }

    [Theory]
    [InlineData("""{ "enabled": 1 }""", "enabled is 1, but must be true or false; true is used.")]
    [InlineData("""{ "model": 3 }""", "model is 3, but must be empty, a folder's whole path, or a name of `lsp-completion models list`; \"\" is used.")]
    [InlineData("""{ "model": "a\u0000b" }""", "model is \"a\\u0000b\", but must be empty, a folder's whole path, or a name of `lsp-completion models list`; \"\" is used.")]
    [InlineData("""{ "model": "models/m" }""", "model is \"models/m\", but must be empty, a folder's whole path, or a name of `lsp-completion models list`; \"\" is used.")]
    [InlineData("""{ "model": ".." }""", "model is \"..\", but must be empty, a folder's whole path, or a name of `lsp-completion models list`; \"\" is used.")]
    [InlineData(
        """{ "backendKeyFile": "key" }""", "backendKeyFile is \"key\", but must be empty or a file's whole path; \"\" is used.")]
    [InlineData(
        """{ "trustedFolders": ["work"] }""",
        "trustedFolders is [\"work\"], but must be a list of folders' whole paths, or of `*`, which stands for every folder; [\"*\"] is used.")]
    [InlineData(
        """{ "backend": "ftp://engine.example/infill" }""",
        "backend is \"ftp://engine.example/infill\", but must be \"local\", or an http or https address that ends in " +
        "/v1/completions or /infill; \"local\" is used.")]
    [InlineData(
        """{ "backend": "https://user:secret@engine.example/infill" }""",
        "backend is \"https://user:secret@engine.example/infill\", but must be \"local\", or an http or https address that ends in " +
        "/v1/completions or /infill; \"local\" is used.")]
    [InlineData(
        """{ "executionProvider": "cuda" }""",
        "executionProvider is \"cuda\", but must be one of \"auto\", \"cpu\", \"directml\"; \"auto\" is used.")]
    [InlineData(
        """{ "executionProvider": "1" }""",
        "executionProvider is \"1\", but must be one of \"auto\", \"cpu\", \"directml\"; \"auto\" is used.")]
    [InlineData(
        """{ "maxLines": 0 }""", "maxLines is 0, but must be a whole number from 1 to 100; 1 is used.")]
    [InlineData(
        """{ "maxLines": 2.5 }""", "maxLines is 2.5, but must be a whole number from 1 to 100; 1 is used.")]
    [InlineData(
        """{ "maxLines": 1e999 }""", "maxLines is 1e999, but must be a whole number from 1 to 100; 1 is used.")]
    [InlineData(
        """{ "confidenceThreshold": 0.5 }""",
        "confidenceThreshold is 0.5, but must be a number from -20 to 0; -0.4 is used.")]
    [InlineData(
        """{ "ignore": "*.cs" }""",
        "ignore is \"*.cs\", but must be a list of patterns, each in quotes and on one line; [] is used.")]
    [InlineData(
        """{ "languages": { "go": "off" } }""",
        "languages is { \"go\": \"off\" }, but must be an object of language identifiers, each true or false; " +
        "{\"\":false,\"*\":true,\"adoc\":false,\"asciidoc\":false,\"asciidocto… is used.")]
    [InlineData("""{ "maxLine": 3, "a\nb": 1 }""", "Unknown settings, without effect: a b, maxLine.")]
    [InlineData("""{ "\ud800": 1 }""", "Unknown settings, without effect: one whose name is no text.")]
    [InlineData("[1]", "The section lspCompletion is [1], but must be an object.")]
    [InlineData("\"on\"", "The section lspCompletion is \"on\", but must be an object.")]
    public void A_bad_value_falls_back_and_is_told_in_one_line(string json, string problem)
    {
        SettingsReading reading = Read(json);

        Assert.Equal(ServerSettings.Default, reading.Settings);
        Assert.Equal([problem], reading.Problems);
    }

    [Fact]
    public void A_bad_value_doesnt_take_the_good_ones_along()
    {
        SettingsReading reading = Read("""{ "maxLines": "many", "maxTokens": 7 }""");

        Assert.Equal(ServerSettings.Default with { MaxTokens = 7 }, reading.Settings);
    }

    [Fact]
    public void A_long_value_is_shown_by_its_beginning()
    {
        SettingsReading reading = Read($$"""{ "threads": "{{new string('x', 1000)}}" }""");

        Assert.All(reading.Problems, problem => Assert.InRange(problem.Length, 60, 160));
    }

    [Theory]
    [InlineData("go", true)]
    [InlineData("fsharp", true)]
    [InlineData("a language of tomorrow", true)]
    [InlineData("", false)]
    [InlineData("text", false)]
    [InlineData("plaintext", false)]
    [InlineData("markdown", false)]
    [InlineData("mail", false)]
    [InlineData("gitcommit", false)]
    [InlineData("git-commit", false)]
    [InlineData("git-rebase", false)]
    [InlineData("gitrebase", false)]
    [InlineData("scminput", false)]
    [InlineData("help", false)]
    [InlineData("org", false)]
    [InlineData("rst", false)]
    [InlineData("restructuredtext", false)]
    [InlineData("tex", false)]
    [InlineData("latex", false)]
    [InlineData("asciidoc", false)]
    [InlineData("log", false)]
    [InlineData("csv", false)]
    [InlineData("diff", false)]
    public void Languages_that_arent_named_are_on_and_what_is_written_for_people_is_off(string languageId, bool isOn) =>
        Assert.Equal(isOn, ServerSettings.Default.Languages.IsOn(languageId));

    [Fact]
    public void A_star_turns_all_other_languages_off()
    {
        LanguageSwitches languages = Read("""{ "languages": { "*": false, "csharp": true } }""").Settings.Languages;

        Assert.True(languages.IsOn("csharp"));
        Assert.False(languages.IsOn("go"));
    }

    [Fact]
    public void No_JSON_makes_reading_throw_or_break_a_limit() =>
        RandomJson.Sample(
            json =>
            {
                SettingsReading reading = Read(json);

                Assert.All(reading.Problems, problem => Assert.DoesNotContain('\n', problem));
                Assert.InRange(reading.Settings.MaxLines, 1, 100);
                Assert.InRange(reading.Settings.SelfCheckShare, 0, 1);
                Assert.DoesNotContain(reading.Settings.Model, char.IsControl);
                Assert.True(Enum.IsDefined(reading.Settings.ExecutionProvider));
            },
            iter: 5_000);

    [Fact]
    public void What_is_written_is_read_again() =>
        RandomJson.Sample(
            json =>
            {
                ServerSettings settings = Read(json).Settings;
                string written = "{" + string.Join(
                    ",",
                    SettingsTable.All.Select(setting => $"\"{setting.Key}\": {setting.Write(settings).ToJsonString()}")) + "}";

                SettingsReading again = Read(written);

                Assert.Equal(settings, again.Settings);
                Assert.Empty(again.Problems);
            },
            iter: 2_000);

    private static Gen<string> RandomJson
    {
        get
        {
            Gen<string> text = Gen.OneOf(
                "\"\"", "\"auto\"", "\"CPU\"", "\"verbose\"", "\"*.cs\"", "\"*\"", "\"a\\nb\"", "\"\\ud800\"",
                "\"\\u0000\"", "\"\u00e4\ud83d\ude00\"");
            Gen<string> number = Gen.OneOf(
                Gen.Int[-3, 1200].Select(value => value.ToString(null, null)),
                Gen.OneOf("0.5", "-0.5", "3.0", "1e999", "-1e999", "2147483648", "1e-400", "-0"));
            Gen<string> scalar = Gen.OneOf(Gen.OneOf("null", "true", "false"), text, number);
            Gen<string> flat = Gen.OneOf(
                scalar,
                scalar.Array[0, 3].Select(items => $"[{string.Join(",", items)}]"),
                Gen.Select(text, scalar).Array[0, 3].Select(ToObject));
            Gen<string> name = Gen.OneOf(
                Gen.OneOf<string>([.. SettingsTable.All.Select(setting => $"\"{setting.Key}\"")]),
                Gen.OneOf("\"lspCompletion.maxLines\"", "\"lspCompletion.\"", "\"maxlines\""),
                text);
            Gen<string> section = Gen.Select(name, flat).Array[0, 8].Select(ToObject);
            return Gen.OneOf(
                flat, section, section.Select(inner => $$"""{"lspCompletion": {{inner}}, "lspCompletion": [1]}"""));
        }
    }

    private static string ToObject((string Name, string Value)[] properties) =>
        $"{{{string.Join(",", properties.Select(property => $"{property.Name}:{property.Value}"))}}}";

    private static SettingsReading Read(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return SettingsReader.Read(document.RootElement);
    }
}
