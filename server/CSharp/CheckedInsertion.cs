using LspCompletion.Server.Documents;
using LspCompletion.Server.Insight;

namespace LspCompletion.Server.CSharp;

/// <summary>What a check of a suggestion found, for whoever asks for the same document once more.</summary>
/// <param name="Completed">The document with the suggestion.</param>
/// <param name="ChangesElsewhere">The workspace's count of changes then.</param>
/// <param name="Verdict">What came of it.</param>
/// <param name="Start">Where in the document the suggestion began.</param>
/// <param name="KeptEnd">Where the part of it that is shown ends.</param>
internal sealed record CheckedInsertion(
    DocumentText Completed, long ChangesElsewhere, CheckVerdict Verdict, int Start, int KeptEnd)
{
    /// <summary>Whether it is about a document that would come to the same.</summary>
    public bool IsOf(DocumentText completed, long changesElsewhere) =>
        ChangesElsewhere == changesElsewhere && Completed.IsSameAs(completed);

    /// <summary>What it says of what is left of the suggestion once its beginning was typed.</summary>
    /// <param name="start">Where the rest begins.</param>
    /// <param name="text">The rest.</param>
    public CheckedText For(int start, string text)
    {
        int length = Math.Clamp(KeptEnd - start, 0, text.Length);
        CheckOutcome outcome = Verdict.Outcome == CheckOutcome.Cut && length == 0 ? CheckOutcome.Dropped : Verdict.Outcome;
        return new CheckedText(
            Verdict with { Outcome = outcome, At = Verdict.At - (start - Start), KeptLength = length }, text[..length]);
    }
}
