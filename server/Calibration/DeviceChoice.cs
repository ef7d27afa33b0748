using LspCompletion.Engine.Inference;
using LspCompletion.Engine.Models;
using LspCompletion.Server.Settings;

namespace LspCompletion.Server.Calibration;

/// <summary>What computes, and why.</summary>
/// <param name="ExecutionProvider">The execution provider.</param>
/// <param name="Reason">Why it is this one, in a sentence.</param>
/// <param name="IsFallback">Whether another one was wanted and doesn't work.</param>
internal sealed record DeviceChoice(ExecutionProvider ExecutionProvider, string Reason, bool IsFallback = false)
{
    /// <summary>Chooses by the user's wish, by what was measured, and by whether it works.</summary>
    /// <param name="wish">What the settings say.</param>
    /// <param name="model">The model.</param>
    /// <param name="store">What was measured.</param>
    /// <param name="probe">Tries whether it works.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="OperationCanceledException">Given up.</exception>
    public static async Task<DeviceChoice> MakeAsync(
        ExecutionProviderChoice wish,
        ModelDirectory model,
        CalibrationStore store,
        DeviceProbe probe,
        CancellationToken cancellationToken)
    {
        CalibrationRecord? calibration = wish == ExecutionProviderChoice.Auto ? store.Find(model) : null;
        (ExecutionProvider provider, string reason) = wish switch
        {
            ExecutionProviderChoice.Cpu => (ExecutionProvider.Cpu, "The settings ask for the processor."),
            ExecutionProviderChoice.DirectML => (ExecutionProvider.DirectML, "The settings ask for DirectML."),
            _ when calibration is not null => (calibration.Choice, calibration.Reason),
            _ => (ExecutionProvider.Cpu, "Nothing was measured yet, so the processor computes; `lsp-completion doctor` measures."),
        };
        if (provider == ExecutionProvider.Cpu)
            return new DeviceChoice(provider, reason);

        // It worked when it was measured; since then a driver may have been changed, or a card taken out.
        Measurement trial = await probe.RunAsync(model, provider, rounds: 1, cancellationToken).ConfigureAwait(false);
        return trial.Failure is { } failure
            ? new DeviceChoice(ExecutionProvider.Cpu, $"The processor computes, since {provider} doesn't work: {failure}", IsFallback: true)
            : new DeviceChoice(provider, reason);
    }
}
