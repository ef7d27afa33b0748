using LspCompletion.Engine.Decoding;

namespace LspCompletion.Server.Completion;

/// <summary>
/// How further candidates are written where the most probable text brings errors: by chance, though not far from it.
/// </summary>
internal static class Sampling
{
    /// <summary>The most candidates that are written besides the most probable one; each takes about as long as that.</summary>
    public const int Candidates = 2;

    private const float Temperature = 0.6f;
    private const float TopP = 0.9f;

    /// <summary>The options for a candidate.</summary>
    /// <param name="options">Those of the most probable one.</param>
    /// <param name="candidate">Its number, from 1; 0 is the most probable one.</param>
    public static DecodingOptions For(DecodingOptions options, int candidate) =>
        candidate == 0 ? options : options with { Temperature = Temperature, TopP = TopP, Seed = candidate };
}
