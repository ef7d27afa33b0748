using LspCompletion.Server.Commands.Conventions;
using LspCompletion.Server.Evaluation;
using Spectre.Console;

namespace LspCompletion.Server.Commands.Evaluate;

/// <summary>Prints what came of an evaluation for a person to read.</summary>
internal static class EvaluationPrinter
{
    /// <summary>Prints a table for all cases and one for each kind.</summary>
    public static void Print(IAnsiConsole console, EvaluationReport report)
    {
        Print(console, $"{report.Folder}, {report.Model}, seed {report.Seed}", report.Figures);
        foreach ((string kind, IReadOnlyList<EvaluationFigures> figures) in report.ByKind)
            Print(console, kind, figures);
        if (report.Failures.Count > 0)
        {
            console.Unwrapped().WriteLine(ControlPictures.Replace(
                $"{report.Failures.Count} cases failed and count nowhere; please report this. The first: {report.Failures[0]}"));
        }
    }

    /// <summary>Prints a row for each language, and one for all.</summary>
    public static void Print(IAnsiConsole console, LanguagesReport report)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumn("language");
        foreach (string header in (string[])["places", "right", "near", "nothing shown", "wrong", "right of shown", "exact", "characters", "steps a token", "ms"])
            table.AddColumn(header, column => column.RightAligned().NoWrap());
        foreach (OutcomeFigures row in report.Languages)
            AddRow(row);
        table.AddEmptyRow();
        AddRow(report.All);
        if (report.Against is { } against)
            AddRow(against.All);

        WriteTitle(console, $"{report.Folder}, {report.Model}, seed {report.Seed}");
        console.Write(table);
        if (report.Failures.Count > 0)
        {
            console.Unwrapped().WriteLine(ControlPictures.Replace(
                $"{report.Failures.Count} files or places failed and count nowhere. The first: {report.Failures[0]}"));
        }

        if (report.Against is { } compared)
            console.Unwrapped().WriteLine($"Exact here and not there: {compared.Wins:N0}; there and not here: {compared.Losses:N0}.");

        void AddRow(OutcomeFigures row) => table.AddRow(
            Markup.Escape(row.Language),
            $"{row.Places:N0}",
            Counted(row.Right, row),
            Counted(row.Near, row),
            Counted(row.Harmless, row),
            Counted(row.Wrong, row),
            $"{(double)row.Right / Math.Max(1, row.Places - row.Harmless):P0}",
            Counted(row.Exact, row),
            $"{row.Characters:P1}",
            $"{row.StepsPerToken:F2}",
            $"{row.ModelMs:N0}");

        static string Counted(int count, OutcomeFigures row) => $"{count:N0} ({(double)count / Math.Max(1, row.Places):P0})";
    }

    /// <summary>Prints what context is worth.</summary>
    public static void Print(IAnsiConsole console, ContextWorthReport report)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumn("context");
        foreach (string header in (string[])["cases", "saved bits", "median", "better in"])
            table.AddColumn(header, column => column.RightAligned().NoWrap());
        foreach (WorthOfKind row in report.Kinds)
            table.AddRow(row.Kind, $"{row.Cases:N0}", $"{row.SavedBits:F2}", $"{row.MedianSavedBits:F2}", $"{row.BetterShare:P0}");

        WriteTitle(console, $"{report.Folder}, {report.Model}, seed {report.Seed}, {report.BitsPerToken:F2} bits a token without");
        console.Write(table);
    }

    private static void Print(IAnsiConsole console, string title, IReadOnlyList<EvaluationFigures> rows)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumn("with");
        foreach (string header in (string[])["cases", "exact", "similarity", "shown", "of these bind", "unknown members", "its own ms  p50", "p95"])
            table.AddColumn(header, column => column.RightAligned().NoWrap());
        foreach (EvaluationFigures row in rows)
        {
            table.AddRow(
                NameOf(row.Part),
                $"{row.Cases:N0}",
                $"{row.ExactShare:P1}",
                $"{row.Similarity:F3}",
                $"{row.ShownShare:P1}",
                row.BoundShare is { } bound ? $"{bound:P1}" : "",
                $"{row.UnknownMembers:N0}",
                $"{row.AddedMs.P50:N1}",
                $"{row.AddedMs.P95:N1}");
        }

        WriteTitle(console, title);
        console.Write(table);
    }

    private static void WriteTitle(IAnsiConsole console, string title) =>
        console.Unwrapped().WriteLine(ControlPictures.Replace(title), new Style(decoration: Decoration.Bold));

    private static string NameOf(EvaluatedPart part) => part switch
    {
        EvaluatedPart.Plain => "plain",
        EvaluatedPart.Context => "+ context",
        EvaluatedPart.Guided => "+ guided",
        EvaluatedPart.Check => "+ check",
        EvaluatedPart.Ranked => "+ other candidates",
        _ => throw new ArgumentOutOfRangeException(nameof(part), part, "Not a part."),
    };
}
