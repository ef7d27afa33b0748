using System.Reflection;
using System.Text.Json;
using LspCompletion.Engine.Models;

namespace LspCompletion.Server.Calibration;

/// <summary>
/// Remembers what was measured, by the model's folder. What was measured by another version of the program, or for another
/// model, is as good as nothing; so is a file that can't be read.
/// </summary>
/// <param name="folder">Where it is kept; null to remember nothing.</param>
internal sealed class CalibrationStore(string? folder)
{
    private const string Name = "calibration.json";

    private readonly string? _path = folder is null ? null : Path.Combine(folder, Name);

    /// <summary>The store of this user.</summary>
    public static CalibrationStore OfUser { get; } = new(ModelVerification.UserCacheFolder);

    /// <summary>The version of this program.</summary>
    public static string Program { get; } = typeof(CalibrationStore).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "?";

    /// <summary>What a model is called in the store.</summary>
    public static string Describe(ModelManifest manifest) => $"{manifest.Name} {manifest.Version}".TrimEnd();

    /// <summary>What is known of a model; null where nothing is.</summary>
    public CalibrationRecord? Find(ModelDirectory model) =>
        Read().GetValueOrDefault(model.Folder) is { } record
        && record.Program == Program && record.Model == Describe(model.Manifest)
            ? record
            : null;

    /// <summary>Remembers what was measured.</summary>
    /// <returns>Whether it could be written.</returns>
    public bool Save(ModelDirectory model, CalibrationRecord record)
    {
        if (_path is null)
            return false;

        Dictionary<string, CalibrationRecord> all = Read();
        all[model.Folder] = record;

        // A reader sees the old file or the new one, never a part.
        string draft = $"{_path}.{Guid.NewGuid():N}";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
            File.WriteAllText(draft, JsonSerializer.Serialize(all, CalibrationJson.Default.DictionaryStringCalibrationRecord));
            File.Move(draft, _path, overwrite: true);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private Dictionary<string, CalibrationRecord> Read()
    {
        try
        {
            return File.Exists(_path)
                ? JsonSerializer.Deserialize(File.ReadAllText(_path), CalibrationJson.Default.DictionaryStringCalibrationRecord) ?? []
                : [];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            return [];
        }
    }
}
