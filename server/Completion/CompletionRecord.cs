using LspCompletion.Engine;
using LspCompletion.Server.Insight;

namespace LspCompletion.Server.Completion;

/// <summary>How an answer came about. It holds no source text.</summary>
internal sealed record CompletionRecord
{
    /// <summary>Where the text is from: <c>typed</c>, <c>earlier</c>, <c>joined</c>, <c>cache</c>, <c>cold</c> or <c>none</c>.</summary>
    public required string Source { get; init; }

    /// <summary>Why nothing is shown; <see langword="null"/> if something is.</summary>
    public string? Reason { get; init; }

    /// <summary>
    /// The filter that left nothing to show, or shortened what is shown, as in <c>repeatsAbove</c>; <see langword="null"/> if
    /// none did.
    /// </summary>
    public string? Filter { get; init; }

    /// <summary>Its number among all answers; 0 until it is given.</summary>
    public long Number { get; init; }

    /// <summary>What the model did; <see langword="null"/> if it was not asked.</summary>
    public CompletionStats? Stats { get; init; }

    /// <summary>What the compiler says of the suggestion; <see langword="null"/> if it was not asked.</summary>
    public CheckVerdict? Check { get; init; }

    /// <summary>Milliseconds from the query to the answer.</summary>
    public double TotalMs { get; init; }

    /// <summary>How many of them the answer waited for the model.</summary>
    public double ModelMs { get; init; }

    /// <summary>How many of them it waited for the compiler; the rest is the server's own share.</summary>
    public double CheckMs { get; init; }
}
