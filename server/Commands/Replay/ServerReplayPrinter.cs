using LspCompletion.Server.Commands.Conventions;
using Spectre.Console;

namespace LspCompletion.Server.Commands.Replay;

/// <summary>Prints what came of typing into a server, in one table.</summary>
internal static class ServerReplayPrinter
{
    /// <summary>Prints a column for each file and, where there are several, one for all together.</summary>
    public static void Print(IAnsiConsole console, ServerReplayReport report)
    {
        ServerReport[] columns = report.Files.Count > 1 ? [.. report.Files, report.Total] : [.. report.Files];
        Table table = new Table().Border(TableBorder.Simple).AddColumn("per keystroke");
        foreach (ServerReport column in columns)
        {
            string name = column.File is { } file ? ControlPictures.Replace(Path.GetFileName(file)) : "all files";
            table.AddColumn(new TableColumn(new Text(name)).RightAligned());
        }

        AddRow("keystrokes", file => $"{file.Keystrokes:N0}");
        AddRow("characters not typed", file => $"{file.SavedShare:P1}");
        AddRow("answered without the model", file => $"{file.WithoutModelShare:P1}");
        foreach (string source in report.Total.Sources.Keys)
            AddRow($"  {source}", file => $"{file.Sources.GetValueOrDefault(source):N0}");
        AddRow("tokens computed", file => $"{file.ComputedTokens:N1}");
        AddRow("answer, ms         p50", file => $"{file.AnswerMs.P50:N1}");
        AddRow("                   p95", file => $"{file.AnswerMs.P95:N1}");
        AddRow("                   p99", file => $"{file.AnswerMs.P99:N1}");
        AddRow("without model, ms  p50", file => $"{file.WithoutModelMs?.P50:N2}");
        AddRow("                   p99", file => $"{file.WithoutModelMs?.P99:N2}");
        AddRow("server's share, ms p50", file => $"{file.OwnMs.P50:N2}");
        AddRow("                   p99", file => $"{file.OwnMs.P99:N2}");
        console.Write(table);

        void AddRow(string name, Func<ServerReport, string> format) =>
            table.AddRow([new Text(name), .. columns.Select(column => new Text(format(column)))]);
    }
}
