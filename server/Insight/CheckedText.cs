namespace LspCompletion.Server.Insight;

/// <summary>What a compiler's check left of a suggestion.</summary>
/// <param name="Verdict">What it said.</param>
/// <param name="Text">What is to be shown; empty if nothing.</param>
internal readonly record struct CheckedText(CheckVerdict Verdict, string Text)
{
    /// <summary>A text that nobody checked.</summary>
    /// <param name="text">The text.</param>
    /// <param name="reason">Why not; <see langword="null"/> if there is no check.</param>
    public static CheckedText Unchecked(string text, string? reason) =>
        new(new CheckVerdict(CheckOutcome.Unchecked, reason, null, text.Length), text);
}
