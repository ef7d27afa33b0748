using LspCompletion.Engine;

namespace LspCompletion.Server.Completion;

/// <summary>What came of writing at a place.</summary>
/// <param name="Kept">The text as far as it is worth keeping.</param>
/// <param name="Result">What the model wrote, and what that cost.</param>
internal sealed record Written(KnownSuggestion Kept, CompletionResult Result)
{
    /// <summary>
    /// How the text goes on for who has typed some of it meanwhile; <see langword="null"/> where it doesn't, or ends
    /// there: whoever wants more has to write anew.
    /// </summary>
    /// <param name="further">What was typed behind the place where this was written.</param>
    public KnownSuggestion? After(ReadOnlySpan<char> further)
    {
        if (further.IsEmpty)
            return Kept;
        return Kept.Text.Length > further.Length && Kept.Text.AsSpan().StartsWith(further) ? Kept with { Text = Kept.Text[further.Length..] } : null;
    }
}
