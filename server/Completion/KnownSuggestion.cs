using LspCompletion.Server.Completion.Filters;

namespace LspCompletion.Server.Completion;

/// <summary>What the model wrote at a place, or before it along the same text.</summary>
/// <param name="Text">How the text goes on; empty where nothing is worth showing.</param>
/// <param name="Silence">Why that is nothing, where it is nothing.</param>
internal sealed record KnownSuggestion(string Text, string? Silence)
{
    /// <summary>The filter that left nothing of it; <see langword="null"/> if none did.</summary>
    public FilterReason? Filter { get; init; }

    /// <summary>Whether a limit cut it: what the model would have written on is not known, and the next request finds out.</summary>
    public bool IsCut { get; init; }
}
