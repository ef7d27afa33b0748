using System.Text.Json;

namespace LspCompletion.Server.Settings;

/// <summary>The user's settings file: for editors without settings of their own for the server.</summary>
internal static class SettingsFile
{
    private static readonly JsonDocumentOptions Format = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    /// <summary>Where the file lies: LspCompletion/settings.json in the user's folder for application data.</summary>
    /// <remarks>
    /// The folder need not exist. An account without one has the file beside the program: never where the server
    /// happens to be started, which is a project that somebody else may have written.
    /// </remarks>
    public static string UserPath { get; } = Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData, Environment.SpecialFolderOption.DoNotVerify)
            is { Length: > 0 } folder ? folder : AppContext.BaseDirectory,
        "LspCompletion",
        "settings.json");

    /// <summary>Reads a settings file on top of settings. A file that isn't there says nothing.</summary>
    public static SettingsReading Read(string path, ServerSettings basis)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllText(path), Format);
            SettingsReading reading = SettingsReader.Read(document.RootElement, basis, isUsers: true);
            return reading with { Problems = [.. reading.Problems.Select(problem => $"{path}: {problem}")] };
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return new SettingsReading(basis, [], []);
        }
        catch (JsonException broken)
        {
            return new SettingsReading(
                basis,
                [$"{path} is no JSON from line {broken.LineNumber + 1} on, and none of it is used; mend that line."],
                []);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return new SettingsReading(basis, [$"{path} can't be read, and none of it is used: {unreadable.Message}"], []);
        }
    }
}
