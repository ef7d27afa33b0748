using System.Text;
using LspCompletion.Engine.Inference;
using LspCompletion.Server.Commands.Conventions;
using Spectre.Console;

namespace LspCompletion.Server.Commands.Explain;

/// <summary>Prints masks as grids, a row a token and a column for each that it may see.</summary>
internal static class MaskExplanationPrinter
{
    private const char Seen = '■';
    private const char Hidden = '.';
    private const int LongestToken = 16;

    /// <summary>Prints both masks, and what an insertion invalidates in each.</summary>
    public static void Print(IAnsiConsole console, string file, MaskExplanation explanation)
    {
        console.Unwrapped()
            .WriteLine(
                ControlPictures.Replace(
                    $"{explanation.PromptLength} tokens of {file} as the prompt, and {explanation.Tokens.Count - explanation.PromptLength} written behind it"),
                new Style(decoration: Decoration.Bold))
            .WriteLine($"A row for each token; {Seen} where it sees the column's token, {Hidden} where it doesn't. [ ] marks what is written.");
        PrintMask(console, "Causal: a token sees itself and those before it", explanation, source: 0);
        PrintMask(
            console, "Prefix: the prompt sees all of itself, what is written sees those before it", explanation, explanation.PromptLength);
    }

    private static void PrintMask(IAnsiConsole console, string title, MaskExplanation explanation, int source)
    {
        AnsiWriter writer = console.Unwrapped();
        int count = explanation.Tokens.Count;
        writer.WriteLine().WriteLine(title, new Style(decoration: Decoration.Bold));
        for (int row = 0; row < count; row++)
        {
            int limit = AttentionMask.Limit(row, source);
            StringBuilder cells = new();
            for (int column = 0; column < count; column++)
                cells.Append(' ').Append(column < limit ? Seen : Hidden);
            string name = Name(explanation.Tokens[row]);
            string label = row < explanation.PromptLength ? name : $"[{name}]";
            writer.WriteLine($"{row,3} {label.PadRight(LongestToken + 2)}{cells}  sees {Places(0, limit)}");
        }

        List<int> lost = [.. Enumerable.Range(0, count)
            .Where(position => AttentionMask.IsInvalidated(position, explanation.Insertion, source))];
        string place = explanation.Insertion < count
            ? $"before token {explanation.Insertion}, {Name(explanation.Tokens[explanation.Insertion])}"
            : "behind the last token";
        writer.WriteLine(
            $"An insertion {place}: " + (lost.Count == 0
                ? $"all {count} cached states stay."
                : $"the states {Places(lost[0], count)} saw that place and are computed again, {lost.Count} of {count}; "
                    + (lost[0] == 0 ? "none stays." : $"{Places(0, lost[0])} stay.")));
    }

    // A mask loses states from one place on: whoever stands behind a token that saw the insertion saw it, too.
    private static string Places(int from, int to) => to - from == 1 ? $"{from}" : $"{from} to {to - 1}";

    private static string Name(string token)
    {
        string shown = ControlPictures.Replace(token).Replace(' ', '␣').Replace('\t', '␉');
        return shown.Length <= LongestToken ? shown : string.Concat(shown.AsSpan(0, LongestToken - 1), "…");
    }
}
