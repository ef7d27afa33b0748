using LspCompletion.Engine.Decoding;

namespace LspCompletion.Server.Completion.Filters;

/// <summary>
/// The second stage: fits a stored completion to the document as it is now, right before it is shown. The engine's
/// rules run again, since the text around the cursor may have changed since they ran: an editor may have closed a
/// bracket, a line may have moved.
/// </summary>
internal static class SuggestionFilter
{
    /// <summary>How far around the cursor is looked, in UTF-16 code units: lines can be very long.</summary>
    public const int Reach = 8192;

    /// <summary>Says what of a completion fits.</summary>
    /// <param name="text">The completion, with the document's line ends.</param>
    /// <param name="prefix">The document's text before the cursor; its last lines are enough.</param>
    /// <param name="suffix">The document's text after the cursor; its first lines are enough.</param>
    public static FilterResult Apply(string text, ReadOnlySpan<char> prefix, ReadOnlySpan<char> suffix)
    {
        prefix = prefix[Math.Max(0, prefix.Length - Reach)..];
        suffix = suffix[..Math.Min(Reach, suffix.Length)];
        if (NewInvisibleText.IsIn(text, prefix, suffix))
            return new FilterResult("", FilterReason.InvisibleText);

        ReadOnlySpan<char> line = prefix[(prefix.LastIndexOfAny('\n', '\r') + 1)..];
        int restLength = suffix.IndexOfAny('\n', '\r');
        ReadOnlySpan<char> rest = restLength < 0 ? suffix : suffix[..restLength];

        string lineEnd = LineEndOf(text);
        string fitted = lineEnd == "\n" ? text : text.Replace(lineEnd, "\n", StringComparison.Ordinal);
        fitted = IndentationStyle.Around(prefix, suffix)?.Apply(fitted, line.IsWhiteSpace()) ?? fitted;
        (fitted, FilterReason? reason) = StopAtSuffix(fitted, prefix, suffix);

        if (!rest.IsWhiteSpace())
        {
            Cut(ClosedTwice.FindCut(line, fitted, rest), FilterReason.ClosesTwice);
        }
        else
        {
            Cut(BlockEnd.FindCut(line, fitted), FilterReason.BlockEnd);
            Cut(RepeatedLines.FindCut(line, fitted, suffix), FilterReason.RepeatsNextLines);
            fitted = fitted.TrimEnd();
        }

        if (string.IsNullOrWhiteSpace(fitted))
            return new FilterResult("", reason ?? FilterReason.Blank);
        return new FilterResult(fitted.Replace("\n", lineEnd, StringComparison.Ordinal), reason);

        void Cut(int? length, FilterReason why)
        {
            if (length is { } kept)
            {
                fitted = fitted[..kept];
                reason = why;
            }
        }
    }

    private static (string Text, FilterReason? Reason) StopAtSuffix(
        string text, ReadOnlySpan<char> prefix, ReadOnlySpan<char> suffix)
    {
        var rules = new TextStopRules(prefix, suffix, maxLines: 0, stopStrings: []);
        rules.Append(text);
        FilterReason? reason = rules.Finish(StopReason.EndOfText) switch
        {
            StopReason.Suffix => FilterReason.RepeatsSuffix,
            StopReason.LineLimit => FilterReason.InsideLine,
            _ => null,
        };
        return (rules.Text.ToString(), reason);
    }

    private static string LineEndOf(string text)
    {
        int first = text.AsSpan().IndexOfAny('\n', '\r');
        return first < 0 || text[first] == '\n' ? "\n" : text.AsSpan(first).StartsWith("\r\n") ? "\r\n" : "\r";
    }
}
