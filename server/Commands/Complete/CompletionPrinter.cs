using System.Globalization;
using LspCompletion.Engine;
using LspCompletion.Engine.Decoding;
using LspCompletion.Engine.Prompting;
using LspCompletion.Server.Commands.Conventions;
using Spectre.Console;

namespace LspCompletion.Server.Commands.Complete;

/// <summary>Prints a completion for a person to read.</summary>
internal static class CompletionPrinter
{
    private static readonly Style Old = new(decoration: Decoration.Dim);
    private static readonly Style New = new(Color.Green, decoration: Decoration.Bold);

    /// <summary>Prints the lines that hold the completion, or says that there is none, and why.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="lines">The lines.</param>
    /// <param name="reason">Why there is no completion; <see langword="null"/> if there is one.</param>
    public static void PrintCompletion(IAnsiConsole console, IReadOnlyList<RenderedLine> lines, string? reason)
    {
        if (reason is null)
            PrintLines(console, lines);
        else
            console.Unwrapped().WriteLine($"No completion: {reason}.");
    }

    /// <summary>Prints what the completion cost.</summary>
    public static void PrintStats(IAnsiConsole console, CompletionResult result)
    {
        CompletionStats stats = result.Stats;
        Table table = new Table().Border(TableBorder.None).HideHeaders()
            .AddColumn("figure")
            .AddColumn("value", column => column.RightAligned())
            .AddColumn("unit");
        table.AddRow("prompt", $"{stats.ReusedTokens + stats.ComputedTokens}", "tokens");
        table.AddRow("  reused", $"{stats.ReusedTokens}", "tokens");
        table.AddRow("  trimmed", $"{stats.TrimmedTokens}", "tokens");
        table.AddRow("  computed", $"{stats.ComputedTokens}", "tokens");
        foreach (ContextShare share in stats.Context)
            table.AddRow(new Text($"  {ControlPictures.Replace(share.Path)}"), new Text($"{share.Tokens}"), new Text("tokens"));
        table.AddRow("generated", $"{stats.GeneratedTokens}", "tokens");
        table.AddRow("  drafted", $"{stats.DraftedTokens}", "tokens");
        table.AddRow("  accepted", $"{stats.AcceptedTokens}", "tokens");
        table.AddRow(new Text("  as elsewhere in your code"), new Text($"{stats.RememberedTokens}"), new Text(stats.RememberedFrom is { } from ? $"tokens ({ControlPictures.Replace(from)})" : "tokens"));
        table.AddRow("names guided", $"{stats.GuidedNames}", "");
        table.AddRow("  left free", $"{stats.UnguidedNames}", "");
        table.AddRow("prompt time", $"{stats.PromptMs:F1}", "ms");
        table.AddRow("first token after", $"{stats.FirstTokenMs:F1}", "ms");
        table.AddRow("whole completion after", $"{stats.TotalMs:F1}", "ms");
        table.AddRow("mean log probability", $"{result.MeanLogProbability:F2}", "");
        console.Write(table);
        console.Unwrapped().WriteLine($"stopped: {Explain(result.Stop)}");
    }

    private static void PrintLines(IAnsiConsole console, IReadOnlyList<RenderedLine> lines)
    {
        int width = lines[^1].Number.ToString(CultureInfo.InvariantCulture).Length;
        AnsiWriter writer = console.Unwrapped();
        foreach (RenderedLine line in lines)
        {
            // The + tells new text from old to eyes and files without colour.
            string number = line.Number.ToString(CultureInfo.InvariantCulture).PadLeft(width);
            string gutter = $"{number} {(line.HoldsNewText ? '+' : ' ')} ";
            writer.Write(line.Spans.Count > 0 ? gutter : gutter.TrimEnd(), Old);
            foreach (RenderedSpan span in line.Spans)
                writer.Write(ControlPictures.Replace(span.Text), span.IsNew ? New : Old);
            writer.WriteLine();
        }
    }

    private static string Explain(StopReason reason) => reason switch
    {
        StopReason.EndOfText => "the model ended the text here",
        StopReason.StopString => "a stop string came",
        StopReason.Suffix => "what comes next already stands after the cursor",
        StopReason.LineLimit => "the line limit is reached",
        StopReason.TokenLimit => "the token limit is reached",
        StopReason.TimeLimit => "the time limit is reached",
        StopReason.ContextFull => "the model's context is full",
        StopReason.EmptyPrompt => "nothing stands before the cursor, and this model is shown no text after it",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "Not a stop reason."),
    };
}
