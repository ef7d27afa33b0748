using System.Text.Json;

namespace LspCompletion.Server.Settings;

/// <summary>
/// The settings in force: the user's file, and on top of it what the client sends. Tells each problem once, however
/// often the client sends its configuration.
/// </summary>
/// <param name="filePath">The settings file, there or not.</param>
internal sealed class SettingsSource(string filePath)
{
    private readonly Lock _updating = new();
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);
    private volatile ServerSettings _current = ServerSettings.Default;

    /// <summary>What holds now. Two readings that say the same are equal.</summary>
    public ServerSettings Current => _current;

    /// <summary>Reads the file again, then what the client sent, each on top of the one before.</summary>
    /// <param name="options">What the client gave when it connected: any JSON.</param>
    /// <param name="configuration">The configuration of its workspace: any JSON, and not the user's for certain.</param>
    /// <returns>The problems that weren't told before, one line each.</returns>
    public IReadOnlyList<string> Update(JsonElement options = default, JsonElement configuration = default)
    {
        lock (_updating)
        {
            SettingsReading reading = SettingsFile.Read(filePath, ServerSettings.Default);
            var problems = new List<string>(reading.Problems);
            reading = SettingsReader.Read(options, reading.Settings, isUsers: true);
            problems.AddRange(reading.Problems);
            reading = SettingsReader.Read(configuration, reading.Settings, isUsers: false);
            problems.AddRange(reading.Problems);
            if (reading.Refused.Count > 0)
            {
                problems.Add(
                    $"Not taken from the workspace's configuration, which a repository may write: {string.Join(", ", reading.Refused)}. " +
                    $"Only you may set this: in {filePath}, or in the options with which your editor starts the server " +
                    "(initializationOptions).");
            }

            _current = reading.Settings;
            return [.. problems.Where(_told.Add)];
        }
    }
}
