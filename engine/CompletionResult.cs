using LspCompletion.Engine.Decoding;

namespace LspCompletion.Engine;

/// <summary>A completion: text to insert at the cursor, and how it came about.</summary>
public sealed record CompletionResult
{
    /// <summary>The text to insert at the cursor. May be empty.</summary>
    public required string Text { get; init; }

    /// <summary>Why the text ends where it ends.</summary>
    public required StopReason Stop { get; init; }

    /// <summary>The tokens that the model wrote, those behind the end of <see cref="Text"/> included.</summary>
    public required IReadOnlyList<int> Tokens { get; init; }

    /// <summary>The natural logarithm of the probability that the model gave each of <see cref="Tokens"/>.</summary>
    public required IReadOnlyList<float> LogProbabilities { get; init; }

    /// <summary>What it cost.</summary>
    public required CompletionStats Stats { get; init; }

    /// <summary>The mean of <see cref="LogProbabilities"/>; 0 where there are none.</summary>
    public float MeanLogProbability => LogProbabilities.Count == 0 ? 0 : LogProbabilities.Average();
}
