using System.CommandLine;
using System.Text.Json;
using LspCompletion.Engine;
using LspCompletion.Engine.Inference;
using LspCompletion.Engine.Models;
using LspCompletion.Server.Backends;
using LspCompletion.Server.Calibration;
using LspCompletion.Server.Commands.Conventions;
using LspCompletion.Server.Commands.Serve;
using LspCompletion.Server.Commands.Sources;
using LspCompletion.Server.Completion;
using LspCompletion.Server.CSharp;
using LspCompletion.Server.Documents;
using LspCompletion.Server.Insight;
using LspCompletion.Server.Settings;
using Spectre.Console;
using SourceLanguage = LspCompletion.Server.Languages.SourceLanguage;

namespace LspCompletion.Server.Commands.Doctor;

/// <summary>
/// <c>lsp-completion doctor</c>: what a model can be computed on here, and what is best; or why a
/// place gets no suggestion.
/// </summary>
internal static class DoctorCommand
{
    private const int Rounds = 3;

    private static readonly Style Stopping = new(Color.Red, decoration: Decoration.Bold);
    private static readonly Style Passing = new(Color.Green);

    /// <summary>Describes the command and what it does.</summary>
    public static Command Create(Terminal terminal, CancellationToken cancellationToken)
    {
        Option<string?> modelOption = CommandOptions.Model();
        Option<bool> jsonOption = new("--json") { Description = "Print JSON, for machines." };
        Option<SourceLocation?> atOption = new("--at")
        {
            HelpName = "FILE:LINE:COLUMN",
            Description = "Measure nothing; say what keeps a suggestion from being shown there while you type, by your settings file.",
            CustomParser = SourceLocation.Read,
        };
        Option<string?> folderOption = new("--folder")
        {
            HelpName = "DIR",
            Description = "With --at: the folder that is open in the editor. Without it: the repository that the file is in.",
        };
        Option<string?> languageOption = new("--language")
        {
            HelpName = "ID",
            Description = "With --at: the file's language as the editor calls it, where its name does not tell.",
        };
        Command command = new(
            "doctor", "Measures the model on each device, and remembers the best for the server to use; or says why nothing is suggested at a place.")
        {
            modelOption, jsonOption, atOption, folderOption, languageOption,
        };
        command.Validators.Add(result =>
        {
            foreach (Option<string?> option in (Option<string?>[])[folderOption, languageOption])
            {
                if (result.GetValue(option) is not null && result.GetResult(atOption) is null)
                    result.AddError($"{option.Name} says more of a place: name one with --at.");
            }
        });
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(atOption) is not { } place)
                return Measure(terminal, parsed.ModelDirectory(modelOption), parsed.GetValue(jsonOption), cancellationToken);

            PlaceReport report = ExamineAsync(
                terminal, place, parsed.GetValue(folderOption), parsed.GetValue(languageOption), parsed.GetValue(modelOption), cancellationToken)
                .GetAwaiter().GetResult();
            if (parsed.GetValue(jsonOption))
                terminal.WriteReport(DoctorJson.Write(report));
            else
                Print(terminal.Output, report);
            return ExitCode.Success;
        });
        return command;
    }

    private static async Task<PlaceReport> ExamineAsync(
        Terminal terminal, SourceLocation place, string? folder, string? language, string? model, CancellationToken cancellationToken)
    {
        SourceText source = SourceReader.Read(place.File);
        string path = Path.GetFullPath(place.File);
        var document = new DocumentSnapshot
        {
            Uri = path,
            LanguageId = language ?? SourceLanguage.IdOf(path),
            Version = 1,
            Text = new DocumentText(source.Text),
        };
        folder = folder is null ? ProjectPath.RootOf(path) : Path.GetFullPath(folder);
        if (!Directory.Exists(folder))
            throw new EngineException($"There is no folder {folder}: name the one that is open in the editor.");

        SettingsReading reading = SettingsFile.Read(SettingsFile.UserPath, ServerSettings.Default);
        foreach (string problem in reading.Problems)
            terminal.Error.Unwrapped().WriteLine(ControlPictures.Replace(problem));
        ServerSettings settings = model is null ? reading.Settings
            : reading.Settings with { Model = ModelLibrary.IsName(model) ? model : Path.GetFullPath(model), Backend = ServerSettings.Default.Backend };
        WorkspaceConfiguration configuration = WorkspaceConfiguration.Of(settings, new WorkspaceFolders([folder]), TimeProvider.System);

        using var compiler = new CSharpInsight(configuration, TimeProvider.System, _ => { });
        using var insights = new LanguageInsights([compiler]);
        using IDocumentInsight insight = insights.Open(document);
        await compiler.Loading.WaitAsync(cancellationToken).ConfigureAwait(false);
        await using IBackend backend = BackendFactory.OfThisProgram.Open(BackendSettings.Of(settings), _ => { });
        var query = new CompletionQuery(document, source.OffsetOf(place.Line, place.Column), CompletionTrigger.Automatic, Selected: null);
        (IReadOnlyList<PlaceFinding> findings, string text) =
            await new PlaceExamination(backend, configuration, TimeProvider.System).ExamineAsync(query, insight, cancellationToken).ConfigureAwait(false);
        string? reason = findings.FirstOrDefault(finding => finding.Stops)?.Says;
        return new PlaceReport(reason is null ? text : null, reason, SettingsFile.UserPath, findings);
    }

    private static int Measure(Terminal terminal, string folder, bool asJson, CancellationToken cancellationToken)
    {
        ModelDirectory model = ModelDirectory.Open(folder);
        Measurement[] measurements =
        [
            .. Enum.GetValues<ExecutionProvider>().Select(provider =>
                DeviceProbe.OfThisProgram.RunAsync(model, provider, Rounds, cancellationToken).GetAwaiter().GetResult()),
        ];
        if (measurements.Single(measurement => measurement.ExecutionProvider == ExecutionProvider.Cpu).Failure is { } failure)
            throw new EngineException($"The model doesn't work on the processor: {failure}");

        CalibrationRecord record = CalibrationRecord.Of(
            CalibrationStore.Program, CalibrationStore.Describe(model.Manifest), measurements);
        bool isSaved = CalibrationStore.OfUser.Save(model, record);
        if (asJson)
            terminal.WriteReport(JsonSerializer.Serialize(record, CalibrationJson.Default.CalibrationRecord));
        else
            Print(terminal.Output, record, isSaved);
        return ExitCode.Success;
    }

    private static void Print(IAnsiConsole console, PlaceReport report)
    {
        AnsiWriter writer = console.Unwrapped();
        writer.WriteLine(ControlPictures.Replace($"By {report.Settings}; what an editor sets besides isn't known here."));
        int width = report.Findings.Max(finding => finding.Name.Length);
        foreach (PlaceFinding finding in report.Findings)
        {
            writer.Write(finding.Stops ? "STOPS  " : "ok     ", finding.Stops ? Stopping : Passing);
            writer.WriteLine(ControlPictures.Replace($"{finding.Name.PadRight(width)}  {finding.Says}"));
        }

        writer.WriteLine();
        if (report.Reason is { } reason)
        {
            writer.WriteLine(ControlPictures.Replace($"Nothing is suggested: {reason.TrimEnd('.')}."));
            return;
        }

        writer.WriteLine("This is suggested:");
        foreach (string line in report.Suggestion!.ReplaceLineEndings("\n").Split("\n"))
            writer.WriteLine(ControlPictures.Replace(line));
    }

    private static void Print(IAnsiConsole console, CalibrationRecord record, bool isSaved)
    {
        Table table = new Table().Border(TableBorder.None)
            .AddColumns("device", "prompt, ms a token", "written, ms a token", "typical completion, ms");
        foreach (Measurement measurement in record.Measurements)
        {
            string device = $"{measurement.ExecutionProvider}";
            if (measurement.Failure is { } failure)
                table.AddRow(new Text(device), new Text("-"), new Text("-"), new Text(ControlPictures.Replace(failure)));
            else
                table.AddRow(device, $"{measurement.PrefillMs:F2}", $"{measurement.DecodeMs:F2}", $"{measurement.CompletionMs:F0}");
        }

        console.Write(table);
        console.WriteLine();
        console.Unwrapped().WriteLine(record.Reason);
        console.Unwrapped().WriteLine(isSaved
            ? "The server goes by this where the setting executionProvider is auto."
            : "This could not be stored, so the server won't know of it.");
    }
}
