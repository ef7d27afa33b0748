using LspCompletion.Server.Commands.Conventions;
using Spectre.Console;

namespace LspCompletion.Server.Commands.Explain;

/// <summary>Prints what typing costs on each architecture for a person to read.</summary>
internal static class ArchitectureComparisonPrinter
{
    /// <summary>Prints a table for each way to set the prompt, and why no more was reused.</summary>
    public static void Print(IAnsiConsole console, ArchitectureComparison comparison)
    {
        Print(
            console,
            $"{comparison.Keystrokes:N0} keystrokes in {comparison.File}, each of which changes the prompt",
            comparison.Models,
            model => model.WholePrompt);
        Print(
            console,
            "The same behind an anchor: the prompt stays for a while, what is typed is taken as written",
            comparison.Models,
            model => model.Anchored);
    }

    private static void Print(
        IAnsiConsole console, string title, IReadOnlyList<ArchitectureFigures> models, Func<ArchitectureFigures, KeystrokeFigures> select)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumn("");
        foreach (string header in (string[])["prompt, tokens", "computed, tokens", "prompt, ms", "whole, ms", "cache", "weights"])
            table.AddColumn(header, column => column.RightAligned().NoWrap());
        foreach (ArchitectureFigures model in models)
        {
            KeystrokeFigures figures = select(model);
            table.AddRow(
                new Text(model.Architecture),
                new Text($"{figures.PromptTokens:N0}"),
                new Text($"{figures.ComputedTokens:N1}"),
                new Text($"{figures.PromptMs:N2}"),
                new Text($"{figures.TotalMs:N2}"),
                new Text(ByteSize.Format(model.CacheBytes)),
                new Text(ByteSize.Format(model.WeightBytes)));
        }

        console.Unwrapped().WriteLine(ControlPictures.Replace(title), new Style(decoration: Decoration.Bold));
        console.Write(table);
        foreach (ArchitectureFigures model in models)
            console.Unwrapped().WriteLine($"{model.Architecture}: {select(model).ReuseReason}");
        console.Unwrapped().WriteLine();
    }
}
