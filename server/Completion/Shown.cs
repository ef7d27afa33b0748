using LspCompletion.Server.Completion.Filters;
using LspCompletion.Server.Insight;

namespace LspCompletion.Server.Completion;

/// <summary>What is to be shown of a text.</summary>
/// <param name="Text">
/// What takes the place of the query's selected item, or goes in at the cursor; empty if nothing is to be shown.
/// </param>
/// <param name="Reason">Why nothing is, where nothing is.</param>
internal sealed record Shown(string Text, string? Reason)
{
    /// <summary>The filter that left nothing of it, or shortened it; <see langword="null"/> if none did.</summary>
    public FilterReason? Filter { get; init; }

    /// <summary>What the compiler says of it; <see langword="null"/> if it was not asked.</summary>
    public CheckVerdict? Check { get; init; }

    /// <summary>Milliseconds that the compiler took.</summary>
    public double CheckMs { get; init; }

    /// <summary>Milliseconds that writing other candidates took.</summary>
    public double ModelMs { get; init; }
}
