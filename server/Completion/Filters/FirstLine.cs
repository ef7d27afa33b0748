using LspCompletion.Server.Languages;

namespace LspCompletion.Server.Completion.Filters;

/// <summary>
/// Puts the first line of a completion where the cursor stands, and the others where they stand relative to it: models
/// begin with an indentation that is there already, with a blank line, or somewhere else altogether.
/// </summary>
internal static class FirstLine
{
    /// <summary>Lines above the cursor that tell which columns are in use.</summary>
    private const int LinesAbove = 60;

    /// <summary>The completion without the white space that it shouldn't begin with.</summary>
    /// <param name="text">The completion, with line feeds.</param>
    /// <param name="around">Where it goes.</param>
    public static string Fit(string text, Surroundings around)
    {
        if (around.IsInIndentation)
            return FitIndentation(around.IsAtLineEnd ? WithoutBlankLines(text) : text, around);

        // Behind a blank there is no other.
        return char.IsWhiteSpace(around.Line[^1]) ? text.TrimStart(' ', '\t') : text;
    }

    private static string WithoutBlankLines(string text)
    {
        ReadOnlySpan<char> content = text.AsSpan().TrimStart();
        int start = text.AsSpan(0, text.Length - content.Length).LastIndexOf('\n') + 1;
        return content.IsEmpty ? text : text[start..];
    }

    private static string FitIndentation(string text, Surroundings around)
    {
        int written = Indentation.ColumnsOf(text);
        if (written == 0)
            return text;

        int cursor = Indentation.ColumnsOf(around.Line);
        int wanted = Wanted(cursor, written, around) - cursor;
        return wanted == written ? text : Shift(text, cursor, written, wanted - written, around);
    }

    /// <summary>The column at which the first line should begin: the cursor's, unless the cursor stands too far left.</summary>
    private static int Wanted(int cursor, int written, Surroundings around)
    {
        int expected = ExpectedColumn(around);
        if (around.AtLine.Kind != TextKind.Code)
            return Math.Max(cursor, Math.Min(cursor + written, expected));
        if (cursor >= expected)
            return cursor;

        int column = cursor + written;
        bool isInUse = column < expected
            && around.LinesAbove().Take(LinesAbove).Any(line => Indentation.ColumnsOf(line) == column);
        return isInUse ? column : expected;
    }

    /// <summary>The column of the next line by what stands above it: that of the line above, or further in where that opens something.</summary>
    private static int ExpectedColumn(Surroundings around)
    {
        if (around.LinesAbove().FirstOrDefault() is not { } above)
            return 0;

        int columns = Indentation.ColumnsOf(above);
        int start = around.Above.LastIndexOf(above, StringComparison.Ordinal);
        bool opens = around.Language.IndentsBlocks && above.AsSpan().TrimEnd() is [.., ':'];
        foreach (OpenPart part in around.AtLine.Open)
            opens |= part.Position >= start;

        // Whoever is further in already has said how far.
        int cursor = Indentation.ColumnsOf(around.Line);
        return !opens ? columns : cursor > columns ? cursor : columns + LevelOf(around);
    }

    private static int LevelOf(Surroundings around) =>
        around.Style is { UsesTabs: false } style ? style.Width : Indentation.TabWidth;

    private static string Shift(string text, int cursor, int written, int by, Surroundings around)
    {
        bool usesTabs = around.Style?.UsesTabs == true;
        string[] lines = text.Split('\n');
        lines[0] = Indentation.Shift(lines[0], by, usesTabs);
        if (RepeatsIndentation(lines, cursor, written, around))
            return string.Join('\n', lines);

        for (int i = 1; i < lines.Length; i++)
        {
            // From a line on that is further out than the first, nothing was written relative to that.
            if (!string.IsNullOrWhiteSpace(lines[i]) && Indentation.ColumnsOf(lines[i]) < cursor + written)
                break;
            lines[i] = Indentation.Shift(lines[i], by, usesTabs);
        }

        return string.Join('\n', lines);
    }

    /// <summary>Whether the first line's white space is only the cursor's once more: then the others stand where they should.</summary>
    private static bool RepeatsIndentation(string[] lines, int cursor, int written, Surroundings around)
    {
        if (written != cursor || lines.Skip(1).FirstOrDefault(line => !string.IsNullOrWhiteSpace(line)) is not { } next)
            return false;

        int step = Indentation.ColumnsOf(next) - cursor;
        return step == 0 || step == LevelOf(around);
    }
}
