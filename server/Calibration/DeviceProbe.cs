using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using LspCompletion.Engine.Inference;
using LspCompletion.Engine.Models;

namespace LspCompletion.Server.Calibration;

/// <summary>
/// Tries a model on an execution provider in a process of its own: a graphics driver that crashes or hangs takes that
/// process with it, and not the server.
/// </summary>
/// <param name="program">The program to start, and arguments that come before its own.</param>
/// <param name="patience">How long a trial may take.</param>
internal sealed class DeviceProbe(IReadOnlyList<string> program, TimeSpan patience)
{
    /// <summary>A probe that starts this program once more.</summary>
    public static DeviceProbe OfThisProgram { get; } = new(
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet"
            ? [Environment.ProcessPath!, Environment.GetCommandLineArgs()[0]]
            : [Environment.ProcessPath!],
        TimeSpan.FromMinutes(2));

    /// <summary>Measures, or says why that is not possible.</summary>
    /// <param name="model">The model.</param>
    /// <param name="provider">The execution provider.</param>
    /// <param name="rounds">Completions that are measured; 1 shows whether it works.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task<Measurement> RunAsync(
        ModelDirectory model, ExecutionProvider provider, int rounds, CancellationToken cancellationToken)
    {
        if (!Devices.InThisBuild.Contains(provider))
            return Measurement.Failed(provider, "it is part of builds for Windows only.");
        if (model.Manifest.Graphs.All(graph => graph.ExecutionProvider != provider))
            return Measurement.Failed(provider, $"{model.Manifest.Name} has no graph for it; import the model again.");

        ProcessStartInfo start = new(
            program[0], [.. program.Skip(1), "measure", "--model", model.Folder, "--execution-provider", $"{provider}", "--rounds", $"{rounds}"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            CreateNoWindow = true,
        };
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(patience);
        try
        {
            using Process process = Process.Start(start)!;
            try
            {
                process.StandardInput.Close();
                string? lastError = null;
                process.ErrorDataReceived += (_, received) => lastError = string.IsNullOrWhiteSpace(received.Data) ? lastError : received.Data.Trim();
                process.BeginErrorReadLine();

                // What it prints counts, and not how it ends: drivers hang and crash when they are unloaded, too, and then
                // it has shown already that it computes.
                if (await process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
                    return Read(provider, line);

                await process.WaitForExitAsync(limit.Token);
                return Measurement.Failed(provider, $"its trial ended with exit code {process.ExitCode}: {lastError ?? "it crashed"}");
            }
            finally
            {
                process.Kill(entireProcessTree: true);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Measurement.Failed(provider, $"it is too slow, or hangs: its trial took more than {patience.TotalSeconds:0.##} s.");
        }
        catch (Exception exception) when (exception is Win32Exception or IOException)
        {
            return Measurement.Failed(provider, $"its trial could not be started: {exception.Message}");
        }
    }

    private static Measurement Read(ExecutionProvider provider, string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, MeasurementJson.Default.Measurement)!;
        }
        catch (JsonException)
        {
            return Measurement.Failed(provider, "its trial printed no measurement.");
        }
    }
}
