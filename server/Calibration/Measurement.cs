using LspCompletion.Engine.Inference;

namespace LspCompletion.Server.Calibration;

/// <summary>How fast a model is on an execution provider, or why it isn't there at all.</summary>
/// <param name="ExecutionProvider">What computed.</param>
/// <param name="PrefillMs">Milliseconds for a token of a prompt.</param>
/// <param name="DecodeMs">Milliseconds for a token that is written.</param>
/// <param name="Failure">Why nothing was measured; null where something was.</param>
internal sealed record Measurement(ExecutionProvider ExecutionProvider, double PrefillMs, double DecodeMs, string? Failure = null)
{
    /// <summary>What a completion is like in the middle of typing: some new tokens of a prompt, and as many written.</summary>
    private const int TypicalTokens = 16;

    /// <summary>Milliseconds for such a completion.</summary>
    public double CompletionMs => TypicalTokens * (PrefillMs + DecodeMs);

    /// <summary>Why it isn't there.</summary>
    public static Measurement Failed(ExecutionProvider provider, string why) => new(provider, 0, 0, why);
}
