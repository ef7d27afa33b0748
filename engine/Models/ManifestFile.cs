using System.Text.Json;
using LspCompletion.Engine.Files;

namespace LspCompletion.Engine.Models;

/// <summary>A <c>model.json</c> on disk.</summary>
internal static class ManifestFile
{
    public const string Name = "model.json";

    /// <summary>Far more than any manifest takes.</summary>
    private const int MostBytes = 1 << 20;

    private const string Cure = "correct it, or get the model again";

    /// <summary>Reads a manifest and refuses it unless it is wholly understood.</summary>
    /// <exception cref="EngineException">The file can't be read, or something in it isn't as it should be.</exception>
    public static ModelManifest Read(string path)
    {
        using JsonDocument document = Parse(path);
        CheckVersion(document.RootElement, path);
        if (ManifestShape.FirstFault(document.RootElement, ManifestJson.Default.ModelManifest) is { } fault)
            throw Fault(path, fault);

        ModelManifest manifest = Deserialize(document, path);
        return ManifestRules.FirstFault(manifest) is { } contradiction ? throw Fault(path, contradiction) : manifest;
    }

    /// <summary>Writes the manifest of a model's folder.</summary>
    /// <exception cref="IOException">It can't be written.</exception>
    internal static void Write(string folder, ModelManifest manifest)
    {
        if (ManifestRules.FirstFault(manifest) is { } fault)
            throw new EngineException($"The model {manifest.Name} can't be described: {fault}; choose another model.");

        File.WriteAllText(Path.Combine(folder, Name), manifest.ToJson());
    }

    private static JsonDocument Parse(string path)
    {
        try
        {
            return JsonDocument.Parse(RegularFile.ReadAllBytes(path, MostBytes));
        }
        catch (JsonException exception)
        {
            throw new EngineException($"{path} is not JSON (line {exception.LineNumber + 1}); {Cure}.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new EngineException($"{path} can't be read ({exception.Message}); allow reading it.", exception);
        }
    }

    // What the shape doesn't show, such as a property that stands twice, the serializer finds.
    private static ModelManifest Deserialize(JsonDocument document, string path)
    {
        try
        {
            return document.Deserialize(ManifestJson.Default.ModelManifest)!;
        }
        catch (JsonException exception)
        {
            throw new EngineException($"{path}: {exception.Path} is ambiguous or misplaced; {Cure}.", exception);
        }
    }

    // Before anything else: a later version may look different everywhere but here.
    private static void CheckVersion(JsonElement root, string path)
    {
        if (root.ValueKind != JsonValueKind.Object)
            return;
        if (!root.TryGetProperty("manifestVersion", out JsonElement version))
            throw Fault(path, "$.manifestVersion is missing");

        if (version.ValueKind == JsonValueKind.Number
            && version.TryGetInt32(out int number)
            && number != ModelManifest.SupportedVersion)
        {
            throw new EngineException(
                $"{path} is a manifest of version {number}, and this program reads version " +
                $"{ModelManifest.SupportedVersion}; update the program, or get the model in that version.");
        }
    }

    private static EngineException Fault(string path, string fault) => new($"{path}: {fault}; {Cure}.");
}
