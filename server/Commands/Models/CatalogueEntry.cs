using LspCompletion.Engine.Models.Hub;

namespace LspCompletion.Server.Commands.Models;

/// <summary>A model that can be downloaded, and whether this machine is up to it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Repository">Where it is.</param>
/// <param name="DownloadBytes">What is downloaded, about.</param>
/// <param name="Bytes">What it takes on the disk afterwards, about.</param>
/// <param name="Context">The most tokens that it sees once it is imported.</param>
/// <param name="Licence">Its licence.</param>
/// <param name="Speed">How fast it answers.</param>
/// <param name="Fits">Whether this machine has the memory for it.</param>
/// <param name="NeedsToken">Whether its terms have to be accepted on its page first.</param>
internal sealed record CatalogueEntry(
    string Name,
    string Repository,
    long DownloadBytes,
    long Bytes,
    int Context,
    string Licence,
    SpeedClass Speed,
    bool Fits,
    bool NeedsToken)
{
    /// <summary>More than this share of the memory is not for the taking: editors and compilers want theirs.</summary>
    private const double Share = 0.5;

    /// <summary>Judges a model by the memory that there is.</summary>
    public static CatalogueEntry Of(KnownModel model, long memoryBytes) => new(
        model.Name,
        model.Repository,
        model.DownloadBytes,
        model.Bytes,
        model.ImportedContextLength,
        model.Licence,
        model.Speed,
        model.MemoryBytes <= memoryBytes * Share,
        model.NeedsToken);
}
