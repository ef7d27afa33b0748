namespace LspCompletion.Server.Completion.Filters;

/// <summary>
/// The first stage: what can be said of a completion without its document. It runs once, before a completion is stored.
/// </summary>
internal static class CandidateFilter
{
    /// <summary>Says what of a completion is worth keeping.</summary>
    /// <param name="text">The completion.</param>
    /// <param name="meanLogProbability">The mean of the natural logarithms of its tokens' probabilities.</param>
    /// <param name="confidenceThreshold">The lowest mean that is kept.</param>
    public static FilterResult Apply(string text, double meanLogProbability, double confidenceThreshold)
    {
        if (string.IsNullOrWhiteSpace(text))
            return new FilterResult("", FilterReason.Blank);
        if (!(meanLogProbability >= confidenceThreshold))
            return new FilterResult("", FilterReason.LowConfidence);

        // Blanks at the end may be wanted before the rest of a line, line breaks never are.
        string trimmed = text.TrimEnd();
        bool endsInLineBreak = text.AsSpan(trimmed.Length).ContainsAny('\n', '\r');
        return Repetition.FindStart(trimmed) is { } start
            ? new FilterResult(trimmed[..start].TrimEnd(), FilterReason.Repetition)
            : new FilterResult(endsInLineBreak ? trimmed : text, null);
    }
}
