namespace LspCompletion.Server.Completion.Filters;

/// <summary>
/// The first stage: what of a completion is worth keeping, whatever becomes of the text around it. It runs once, before a
/// completion is stored, so that whoever types along what was shown finds the rest of it.
/// </summary>
internal static class CandidateFilter
{
    /// <summary>Says what of a completion is worth keeping.</summary>
    /// <param name="text">The completion, with the document's line ends.</param>
    /// <param name="confidence">How sure the model is of it; see <see cref="Confidence.Of"/>.</param>
    /// <param name="confidenceThreshold">What it is to be at least.</param>
    /// <param name="around">Where it was written.</param>
    public static FilterResult Apply(string text, double confidence, double confidenceThreshold, Surroundings around)
    {
        if (string.IsNullOrWhiteSpace(text))
            return new FilterResult("", FilterReason.Blank);
        if (!Confidence.IsEnough(confidence, confidenceThreshold))
            return new FilterResult("", FilterReason.LowConfidence);

        // Blanks at the end may be wanted before the rest of a line, line breaks never are.
        string trimmed = text.TrimEnd();
        bool endsInLineBreak = text.AsSpan(trimmed.Length).ContainsAny('\n', '\r');
        FilterReason? reason = null;
        string kept = endsInLineBreak ? trimmed : text;
        if (Repetition.FindStart(trimmed) is { } start)
        {
            kept = trimmed[..start].TrimEnd();
            reason = FilterReason.Repetition;
        }

        string lineEnd = LineEnds.Of(kept);
        string read = LineEnds.Read(kept, lineEnd);
        string fitted = FirstLine.Fit(read, around);
        kept = fitted == read ? kept : LineEnds.Write(fitted, lineEnd);
        return new FilterResult(kept, kept.Length == 0 ? reason ?? FilterReason.Blank : reason);
    }
}
