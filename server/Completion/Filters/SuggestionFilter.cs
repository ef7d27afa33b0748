using LspCompletion.Engine.Decoding;

namespace LspCompletion.Server.Completion.Filters;

/// <summary>
/// The second stage: fits a stored completion to the document as it is now, right before it is shown. The engine's
/// rules run again, since the text around the cursor may have changed since they ran: an editor may have closed a
/// bracket, a line may have moved.
/// </summary>
internal static class SuggestionFilter
{
    /// <summary>How far around the cursor the engine's rules look, in UTF-16 code units: lines can be very long.</summary>
    public const int Reach = 8192;

    /// <summary>Says what of a completion fits.</summary>
    /// <param name="text">The completion, with the document's line ends.</param>
    /// <param name="around">Where it goes.</param>
    public static FilterResult Apply(string text, Surroundings around)
    {
        ReadOnlySpan<char> before = around.Prefix.AsSpan(Math.Max(0, around.Prefix.Length - Reach));
        ReadOnlySpan<char> after = around.Suffix.AsSpan(0, Math.Min(Reach, around.Suffix.Length));
        if (NewInvisibleText.IsIn(text, before, after))
            return new FilterResult("", FilterReason.InvisibleText);

        string lineEnd = LineEnds.Of(text);
        string fitted = LineEnds.Read(text, lineEnd);
        FilterReason? reason = null;
        fitted = around.Style?.Apply(fitted, around.IsInIndentation) ?? fitted;
        fitted = FirstLine.Fit(fitted, around);
        if (RepeatsAbove.FindEcho(fitted, around) is { } echoed)
        {
            fitted = FirstLine.Fit(fitted[echoed..], around);
            reason = FilterReason.RepeatsAbove;
        }

        int length;
        do
        {
            // What is cut may uncover something else.
            length = fitted.Length;
            CutAll();
        }
        while (fitted.Length < length && fitted.Length > 0);

        if (around.IsBehindItem && ChangesItem(fitted, around))
            Cut(0, FilterReason.ChangesItem);
        if (string.IsNullOrWhiteSpace(fitted) || (around.IsInIndentation && SaysNothing(fitted, around)))
            return new FilterResult("", reason ?? FilterReason.Blank);
        return new FilterResult(LineEnds.Write(fitted, lineEnd), reason);

        void CutAll()
        {
            Cut(ControlText.FindCut(fitted, around), FilterReason.ControlToken);
            StopAtSuffix();
            if (around.IsAtLineEnd)
            {
                Cut(BlockEnd.FindCut(around.Line, fitted), FilterReason.BlockEnd);
                Cut(
                    RepeatedLines.FindCut(around.Line, fitted, around.Suffix.AsSpan(0, Math.Min(Reach, around.Suffix.Length))),
                    FilterReason.RepeatsNextLines);
                fitted = fitted.TrimEnd();
            }

            Cut(RepeatsAbove.FindCut(fitted, around), FilterReason.RepeatsAbove);
            Cut(OnceInBlock.FindCut(fitted, around, out FilterReason where), where);
            Cut(ForeignLanguage.FindCut(fitted, around), FilterReason.OtherLanguage);
            Cut(SecretValues.FindCut(fitted, around), FilterReason.Secret);
            Cut(InventedNames.FindCut(fitted, around), FilterReason.InventedName);
            if (fitted.Length > 0)
                Cut(Balance.FindCut(fitted, around, out FilterReason unbalanced), unbalanced);
        }

        void Cut(int? length, FilterReason why)
        {
            if (length is not { } kept)
                return;

            // What separates two things ends nothing.
            fitted = fitted[..kept];
            fitted = around.IsAtLineEnd ? fitted.TrimEnd() : fitted;
            if (around.Language.ClosesAtStatement)
                fitted = fitted.TrimEnd(' ', ';');
            reason = why;
        }

        void StopAtSuffix()
        {
            ReadOnlySpan<char> before = around.Prefix.AsSpan(Math.Max(0, around.Prefix.Length - Reach));
            ReadOnlySpan<char> after = around.Suffix.AsSpan(0, Math.Min(Reach, around.Suffix.Length));
            var rules = new TextStopRules(before, after, maxLines: 0, stopStrings: []);
            rules.Append(fitted);
            reason = rules.Finish(StopReason.EndOfText) switch
            {
                StopReason.Suffix => FilterReason.RepeatsSuffix,
                StopReason.LineLimit => FilterReason.InsideLine,
                _ => reason,
            };
            fitted = rules.Text.ToString();
        }
    }

    /// <summary>Whether a completion writes the name on that is selected in the editor's list.</summary>
    private static bool ChangesItem(string text, Surroundings around) =>
        text.Length > 0 && around.Line.Length > 0 && IsOfWord(text[0]) && IsOfWord(around.Line[^1]);

    /// <summary>Whether a line of its own says nothing: empty quotes, or the sign of a comment that stands alone.</summary>
    private static bool SaysNothing(string text, Surroundings around)
    {
        string content = text.Trim();
        if (content.Length > 1 && content.Length != 3 && content.All(character => character is '"' or '\'' or '`'))
            return true;
        return around.Language.LineComments.Any(comment => content == comment.Open
            && !around.LinesAbove().FirstOrDefault("").AsSpan().TrimStart().StartsWith(comment.Open)
            && !around.Suffix.AsSpan().TrimStart().StartsWith(comment.Open));
    }

    private static bool IsOfWord(char character) => char.IsLetterOrDigit(character) || character == '_';
}
