using System.Globalization;
using LspCompletion.Benchmarks;
using LspCompletion.Engine.Caching;
using LspCompletion.Engine.Inference;
using LspCompletion.Tests;

// What the engine adds to ONNX Runtime: dotnet run --project tests/Benchmarks -c Release [REPETITIONS]
// What the check of C# costs:           dotnet run --project tests/Benchmarks -c Release csharp [REPETITIONS]
// What messages hold up:                dotnet run --project tests/Benchmarks -c Release reader [MESSAGES]
// What a key takes besides time:        dotnet run --project tests/Benchmarks -c Release -p:CountLocks=true keys [LINES]
const int Depth = 1024;
const int Capacity = 2048;
string kind = args is ["csharp" or "reader" or "keys", ..] ? args[0] : "engine";
string[] counts = kind == "engine" ? args : args[1..];
int repetitions = counts is [string count]
    ? int.Parse(count, CultureInfo.InvariantCulture)
    : kind switch { "csharp" => 6, "reader" => 10_000, "keys" => 50, _ => 100 };
switch (kind)
{
    case "csharp":
        CheckMeasurement.Run(repetitions);
        CallerMeasurement.Run(50 * repetitions);
        return;
    case "reader":
        ReaderMeasurement.Run(repetitions);
        return;
    case "keys":
        KeyMeasurement.Run(repetitions);
        return;
}

string path = Path.Combine(RepositoryPaths.Root, "models", "default", "model.onnx");
using ModelSession model = ModelSession.Load(path, ExecutionProvider.Cpu, threads: 0, AttentionKind.Causal);
using var run = new CancellableRun(CancellationToken.None);
using var slot = new Slot(model, Capacity);
int[] prompt = [.. Enumerable.Range(0, Depth + 64)];

List<PairedMeasurement> measurements = [];
foreach (int tokens in (int[])[2, 4, 16, 64])
{
    using var raw = new RawSession(model.Session, Capacity, Depth, tokens);
    measurements.Add(PairedMeasurement.Run(
        $"extend a {Depth}-token prompt by {tokens}",
        repetitions,
        raw.Run,
        () => slot.Load(prompt.AsSpan(0, Depth), source: 0, draft: [], run, out _),
        () => slot.Load(prompt.AsSpan(0, Depth + tokens), source: 0, draft: [], run, out _)));
}

Console.WriteLine(
    $"{Environment.ProcessorCount} processors, {repetitions} pairs in turns, medians; ONNX Runtime {OnnxRuntime.Version}");
Console.WriteLine();
Console.WriteLine($"{"",-34} {"session ms",11} {"engine ms",11} {"ratio",7} {"allocated B",12}");
foreach (PairedMeasurement measurement in measurements)
{
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{measurement.Name,-34} {measurement.BaselineMs,11:F2} {measurement.ActionMs,11:F2} {measurement.Ratio,7:F3} {measurement.AllocatedBytes,12:F0}"));
}

Console.WriteLine();
DecodingMeasurement.Print(DecodingMeasurement.Run(repetitions));
