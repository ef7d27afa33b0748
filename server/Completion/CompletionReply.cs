namespace LspCompletion.Server.Completion;

/// <summary>The answer to a <see cref="CompletionQuery"/>.</summary>
/// <param name="Suggestion">What to show; <see langword="null"/> if nothing, and then the record says why.</param>
/// <param name="Record">How the answer came about.</param>
internal sealed record CompletionReply(Suggestion? Suggestion, CompletionRecord Record)
{
    /// <summary>What else there is to choose from, where more was asked for; each another text.</summary>
    public IReadOnlyList<Suggestion> Others { get; init; } = [];
}
