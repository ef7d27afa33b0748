namespace LspCompletion.Engine;

/// <summary>How many tokens of a prompt are computed in a time, by how long the last ones took.</summary>
internal sealed class PromptSpeed
{
    /// <summary>Shorter prompts say nothing of long ones.</summary>
    private const int LeastTimedTokens = 64;

    /// <summary>What is taken before any was measured, in milliseconds a token.</summary>
    private const double FirstGuess = 100.0 / 128;

    /// <summary>The weight of a new measurement in the running mean.</summary>
    private const double Weight = 0.25;

    /// <summary>Numbers of tokens are multiples of this: a prompt of another length is another prompt.</summary>
    private const int Stride = 64;

    private double? _tokenMs;

    /// <summary>Learns what a prompt cost.</summary>
    /// <param name="tokens">The tokens that were computed.</param>
    /// <param name="milliseconds">The time they took.</param>
    public void Timed(int tokens, double milliseconds)
    {
        if (tokens < LeastTimedTokens || milliseconds <= 0)
            return;

        // What another process has held up must not move it far.
        double measured = milliseconds / tokens;
        _tokenMs = _tokenMs is not { } mean ? measured : mean + ((Math.Clamp(measured, mean / 2, 2 * mean) - mean) * Weight);
    }

    /// <summary>How many tokens are computed in a time, a few at least.</summary>
    public int TokensWithin(TimeSpan time) =>
        (int)Math.Clamp(time.TotalMilliseconds / (_tokenMs ?? FirstGuess) / Stride, 1, 64) * Stride;
}
