using LspCompletion.Engine.Inference;

namespace LspCompletion.Server.Calibration;

/// <summary>What was found out about a model on this machine.</summary>
/// <param name="Program">The version of the program that measured.</param>
/// <param name="Model">The model's name and version.</param>
/// <param name="Choice">The execution provider that is best for it.</param>
/// <param name="Reason">Why, in a sentence.</param>
/// <param name="Measurements">What was measured.</param>
internal sealed record CalibrationRecord(
    string Program, string Model, ExecutionProvider Choice, string Reason, IReadOnlyList<Measurement> Measurements)
{
    /// <summary>Chooses by what was measured.</summary>
    /// <param name="program">The version of the program.</param>
    /// <param name="model">The model's name and version.</param>
    /// <param name="measurements">One for each execution provider; the processor's must not have failed.</param>
    public static CalibrationRecord Of(string program, string model, IReadOnlyList<Measurement> measurements)
    {
        Measurement[] working = [.. measurements.Where(measurement => measurement.Failure is null).OrderBy(measurement => measurement.CompletionMs)];
        Measurement best = working[0];
        string others = working.Length > 1
            ? string.Join(", ", working.Skip(1).Select(other => $"{other.CompletionMs:F0} ms on {other.ExecutionProvider}"))
            : "nothing else works here";
        string reason = working.Length > 1
            ? $"{best.ExecutionProvider}: a typical completion takes {best.CompletionMs:F0} ms, against {others}."
            : $"{best.ExecutionProvider}: a typical completion takes {best.CompletionMs:F0} ms, and {others}.";
        return new CalibrationRecord(program, model, best.ExecutionProvider, reason, measurements);
    }
}
