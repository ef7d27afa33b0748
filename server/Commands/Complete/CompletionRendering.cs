using LspCompletion.Server.Commands.Sources;

namespace LspCompletion.Server.Commands.Complete;

/// <summary>Shows a completion as it would stand in the file.</summary>
internal static class CompletionRendering
{
    /// <summary>The lines that the completion touches, and some around them.</summary>
    /// <param name="source">The file without the completion.</param>
    /// <param name="cursor">The offset at which the completion goes in.</param>
    /// <param name="completion">What goes in; may be empty.</param>
    /// <param name="surroundingLines">How many lines to show before and after.</param>
    public static IReadOnlyList<RenderedLine> Render(
        SourceText source, int cursor, string completion, int surroundingLines)
    {
        SourceText completed = new(source.Name, source.Text.Insert(cursor, completion));
        int end = cursor + completion.Length;
        int first = Math.Max(1, completed.LineAt(cursor) - surroundingLines);
        int last = Math.Min(completed.LineCount, completed.LineAt(end) + surroundingLines);
        return [.. Enumerable.Range(first, last - first + 1).Select(line => Cut(completed, line, cursor, end))];
    }

    private static RenderedLine Cut(SourceText text, int line, int newStart, int newEnd)
    {
        (int start, int end) = text.Line(line);
        int from = Math.Clamp(newStart, start, end);
        int to = Math.Clamp(newEnd, start, end);
        RenderedSpan[] spans =
        [
            new(text.Text[start..from], IsNew: false),
            new(text.Text[from..to], IsNew: true),
            new(text.Text[to..end], IsNew: false),
        ];
        return new RenderedLine(line, [.. spans.Where(span => span.Text.Length > 0)]);
    }
}
