using LspCompletion.Engine.Models.Import;

namespace LspCompletion.Engine.Models.Hub;

/// <summary>A model that is known to be good at completing code.</summary>
/// <param name="Name">What to call it.</param>
/// <param name="Repository">Where it is on Hugging Face's hub.</param>
/// <param name="Parameters">Its weights, in millions.</param>
/// <param name="DownloadBytes">What is downloaded, about.</param>
/// <param name="ContextLength">The most tokens that it was made for.</param>
/// <param name="Licence">Its licence's identifier, or what its makers call their terms.</param>
/// <param name="SlidingWindow">How many of them its attention looks back over, where that is less.</param>
/// <param name="NeedsToken">Whether its terms have to be accepted on its page first.</param>
public sealed record KnownModel(
    string Name,
    string Repository,
    int Parameters,
    long DownloadBytes,
    int ContextLength,
    string Licence,
    int? SlidingWindow = null,
    bool NeedsToken = false)
{
    /// <summary>What the program takes besides the weights: cache, buffers, itself.</summary>
    private const long OtherBytes = 400_000_000;

    /// <summary>About what a weight takes: mostly 4 bits and a scale for each 32, some 8.</summary>
    private const double BytesPerWeight = 0.72;

    /// <summary>What it takes on the disk once it is imported, about.</summary>
    public long Bytes => (long)(Parameters * 1e6 * BytesPerWeight);

    /// <summary>What it takes in memory when it runs, about.</summary>
    public long MemoryBytes => Bytes + OtherBytes;

    /// <summary>The most tokens that it sees once it is imported.</summary>
    public int ImportedContextLength => Math.Min(SlidingWindow ?? ContextLength, ModelImport.MostContext);

    /// <summary>How fast it answers.</summary>
    public SpeedClass Speed => Parameters switch
    {
        < 300 => SpeedClass.Instant,
        < 1000 => SpeedClass.Quick,
        < 2000 => SpeedClass.Steady,
        _ => SpeedClass.Slow,
    };
}
