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
        Measurement best = measurements.Where(measurement => measurement.Failure is null).MinBy(measurement => measurement.CompletionMs)!;
        IEnumerable<string> others = measurements.Where(other => other != best).Select(other => other.Failure is { } failure
            ? $"not {other.ExecutionProvider}, since {failure.TrimEnd('.')}"
            : $"{other.CompletionMs:F0} ms on {other.ExecutionProvider}");
        string reason = $"{best.ExecutionProvider}: a typical completion takes {best.CompletionMs:F0} ms";
        reason = string.Join("; ", others.Prepend(reason)) + ".";
        return new CalibrationRecord(program, model, best.ExecutionProvider, reason, measurements);
    }
}
