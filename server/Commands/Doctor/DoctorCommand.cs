using System.CommandLine;
using System.Text.Json;
using LspCompletion.Engine;
using LspCompletion.Engine.Inference;
using LspCompletion.Engine.Models;
using LspCompletion.Server.Calibration;
using LspCompletion.Server.Commands.Conventions;
using Spectre.Console;

namespace LspCompletion.Server.Commands.Doctor;

/// <summary><c>lsp-completion doctor</c>: what a model can be computed on here, and what is best.</summary>
internal static class DoctorCommand
{
    private const int Rounds = 3;

    /// <summary>Describes the command and what it does.</summary>
    public static Command Create(Terminal terminal, CancellationToken cancellationToken)
    {
        Option<string?> modelOption = CommandOptions.Model();
        Option<bool> jsonOption = new("--json") { Description = "Print JSON, for machines." };
        Command command = new(
            "doctor", "Measures the model on each device, and remembers the best for the server to use.")
        {
            modelOption, jsonOption,
        };
        command.SetAction(parsed =>
        {
            ModelDirectory model = ModelDirectory.Open(parsed.ModelDirectory(modelOption));
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
            if (parsed.GetValue(jsonOption))
                terminal.WriteReport(JsonSerializer.Serialize(record, CalibrationJson.Default.CalibrationRecord));
            else
                Print(terminal.Output, record, isSaved);
            return ExitCode.Success;
        });
        return command;
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
