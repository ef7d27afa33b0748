using System.Text.Json;
using LspCompletion.Server.Settings;

namespace LspCompletion.Server.Tests.Settings;

public sealed class SettingsSourceTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("settings").FullName;

    private string FilePath => Path.Combine(_folder, "settings.json");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Without_a_file_and_a_client_the_defaults_hold()
    {
        var source = new SettingsSource(FilePath);

        Assert.Empty(source.Update());
        Assert.Equal(ServerSettings.Default, source.Current);
    }

    [Fact]
    public void The_client_overrides_the_file_and_the_file_the_defaults()
    {
        File.WriteAllText(
            FilePath,
            """
            // Written by hand.
            { "maxLines": 3, /* few */ "maxTokens": 40, "languages": { "go": false }, }
            """);
        var source = new SettingsSource(FilePath);

        Assert.Empty(source.Update(Json("""{ "maxTokens": 50, "languages": { "rust": false } }""")));

        ServerSettings expected = ServerSettings.Default with
        {
            MaxLines = 3,
            MaxTokens = 50,
            Languages = ServerSettings.Default.Languages.With([new("go", false), new("rust", false)]),
        };
        Assert.Equal(expected, source.Current);
    }

    [Fact]
    public void A_bad_value_of_the_client_leaves_that_of_the_file()
    {
        File.WriteAllText(FilePath, """{ "maxLines": 3 }""");
        var source = new SettingsSource(FilePath);

        string problem = Assert.Single(source.Update(Json("""{ "maxLines": -1 }""")));

        Assert.EndsWith("3 is used.", problem, StringComparison.Ordinal);
        Assert.Equal(3, source.Current.MaxLines);
    }

    [Fact]
    public void A_change_of_the_file_counts_from_the_next_update_on()
    {
        var source = new SettingsSource(FilePath);
        source.Update();
        File.WriteAllText(FilePath, """{ "maxLines": 3 }""");

        source.Update();

        Assert.Equal(3, source.Current.MaxLines);
    }

    [Fact]
    public void A_problem_is_told_once()
    {
        var source = new SettingsSource(FilePath);
        JsonElement section = Json("""{ "maxLine": 3, "threads": -1 }""");

        Assert.Equal(2, source.Update(section).Count);
        Assert.Empty(source.Update(section));
        Assert.Single(source.Update(Json("""{ "maxLine": 3, "threads": -2 }""")));
    }

    [Theory]
    [InlineData(
        "{\n  \"maxLines\": 3\n  \"maxTokens\": 4\n}",
        "is no JSON from line 3 on, and none of it is used; mend that line.")]
    [InlineData("{ \"maxLines\": ", "is no JSON from line 1 on, and none of it is used; mend that line.")]
    [InlineData("", "is no JSON from line 1 on, and none of it is used; mend that line.")]
    [InlineData("{ \"threads\": -1 }", ": threads is -1, but must be a whole number from 0 to 256; 0 is used.")]
    public void A_problem_of_the_file_names_it(string text, string problem)
    {
        File.WriteAllText(FilePath, text);
        var source = new SettingsSource(FilePath);

        string told = Assert.Single(source.Update());

        Assert.StartsWith(FilePath, told, StringComparison.Ordinal);
        Assert.EndsWith(problem, told, StringComparison.Ordinal);
        Assert.Equal(ServerSettings.Default, source.Current);
    }

    [Fact]
    public void A_folder_in_the_files_place_is_told()
    {
        Directory.CreateDirectory(FilePath);

        Assert.Contains("can't be read", Assert.Single(new SettingsSource(FilePath).Update()), StringComparison.Ordinal);
    }

    private static JsonElement Json(string text)
    {
        using JsonDocument document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }
}
