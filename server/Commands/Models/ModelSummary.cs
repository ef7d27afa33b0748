using LspCompletion.Engine;
using LspCompletion.Engine.Models;

namespace LspCompletion.Server.Commands.Models;

/// <summary>A model in a line.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Bytes">What it takes on the disk.</param>
/// <param name="Context">The most tokens that it sees; null where it can't be read.</param>
/// <param name="Licence">Its licence's identifier; null where that isn't known.</param>
/// <param name="Folder">Where it lies.</param>
/// <param name="Fault">Why it can't be used; null where nothing is known against it.</param>
internal sealed record ModelSummary(string Name, long Bytes, int? Context, string? Licence, string Folder, string? Fault)
{
    /// <summary>Describes what lies in a folder.</summary>
    public static ModelSummary Of(string folder)
    {
        long bytes = new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
        try
        {
            ModelManifest manifest = ModelDirectory.Open(folder).Manifest;
            return new ModelSummary(manifest.Name, bytes, manifest.ContextLength, manifest.Licence?.Spdx, folder, Fault: null);
        }
        catch (EngineException exception)
        {
            return new ModelSummary(Path.GetFileName(folder), bytes, Context: null, Licence: null, folder, exception.Message);
        }
    }
}
