using LspCompletion.Server.Commands.Conventions;
using Spectre.Console;

namespace LspCompletion.Server.Commands.Replay;

/// <summary>Prints what came of a replay for a person to read.</summary>
internal static class ReplayPrinter
{
    /// <summary>Prints a table for each file and, where there are several, one for all together.</summary>
    public static void Print(IAnsiConsole console, ReplayReport report)
    {
        foreach (FileReport file in report.Files)
            Print(console, $"{file.File}, lines {file.FromLine} to {file.ToLine}", file);
        if (report.Files.Count > 1)
            Print(console, "All files", report.Total);
    }

    private static void Print(IAnsiConsole console, string title, FileReport file)
    {
        (string Header, ReplayFigures Figures)[] columns =
        [
            .. file.WithCache is { } withCache ? [("with cache", withCache)] : Array.Empty<(string, ReplayFigures)>(),
            .. file.WithoutCache is { } without ? [("without cache", without)] : Array.Empty<(string, ReplayFigures)>(),
        ];

        Table table = new Table().Border(TableBorder.Simple).AddColumn("per keystroke");
        foreach ((string header, _) in columns)
            table.AddColumn(header, column => column.RightAligned().NoWrap());
        AddRow("completions measured", figures => $"{figures.Completions:N0}");
        AddRow("prompt, tokens", figures => $"{figures.PromptTokens:N1}");
        AddRow("  reused", figures => $"{figures.ReusedTokens:N1}");
        AddRow("  computed", figures => $"{figures.ComputedTokens:N1}");
        AddRow("  reused share", figures => $"{figures.ReusedShare:P1}");
        AddRow("trimmed, tokens", figures => $"{figures.TrimmedTokens:N1}");
        AddRow("prompt, ms", figures => $"{figures.PromptMs:N1}");
        AddRow("first token, ms  p50", figures => $"{figures.FirstTokenMs.P50:N1}");
        AddRow("                 p95", figures => $"{figures.FirstTokenMs.P95:N1}");
        AddRow("                 p99", figures => $"{figures.FirstTokenMs.P99:N1}");
        AddRow("whole line, ms   p50", figures => $"{figures.WholeLineMs.P50:N1}");
        AddRow("                 p95", figures => $"{figures.WholeLineMs.P95:N1}");
        AddRow("                 p99", figures => $"{figures.WholeLineMs.P99:N1}");

        console.Unwrapped()
            .WriteLine(ControlPictures.Replace(title), new Style(decoration: Decoration.Bold))
            .WriteLine(
                $"{file.Characters:N0} characters with {file.Keystrokes:N0} keystrokes: {file.SavedShare:P1} were not typed"
                + (file.IsCut ? "; cut short by --keystrokes" : ""));
        console.Write(table);
        if (file.PromptGain is { } gain)
            console.Unwrapped().WriteLine($"The prompt is {gain:N1} times cheaper with the cache.");
        console.Unwrapped().WriteLine();

        void AddRow(string name, Func<ReplayFigures, string> format) =>
            table.AddRow([new Text(name), .. columns.Select(column => new Text(format(column.Figures)))]);
    }
}
