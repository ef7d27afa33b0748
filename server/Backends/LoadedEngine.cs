using LspCompletion.Engine;
using LspCompletion.Engine.Models;
using LspCompletion.Engine.Prompting;
using LspCompletion.Server.Calibration;

namespace LspCompletion.Server.Backends;

/// <summary>A model, loaded as the settings say, with its documents' slots. Used on the model's thread.</summary>
internal sealed class LoadedEngine : IDisposable
{
    private LoadedEngine(CompletionEngine engine, SlotPool slots, DeviceChoice device)
    {
        Engine = engine;
        Slots = slots;
        Device = device;
    }

    /// <summary>The model.</summary>
    public CompletionEngine Engine { get; }

    /// <summary>The documents' slots.</summary>
    public SlotPool Slots { get; }

    /// <summary>What computes, and why.</summary>
    public DeviceChoice Device { get; }

    /// <summary>Loads the model.</summary>
    /// <param name="settings">Say which one, and how to run it.</param>
    /// <param name="clock">The time.</param>
    /// <param name="progress">Is told the share that is done, from 0 to 1, on any thread.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="EngineException">It can't be loaded; the message says why.</exception>
    public static LoadedEngine Load(
        EngineSettings settings, TimeProvider clock, IProgress<double> progress, CancellationToken cancellationToken)
    {
        string folder = settings.Model.Length > 0 ? settings.Model : DefaultModel.Locate();
        DeviceChoice device = DeviceChoice.MakeAsync(
            settings.ExecutionProvider, ModelDirectory.Open(folder), CalibrationStore.OfUser, DeviceProbe.OfThisProgram, cancellationToken)
            .GetAwaiter().GetResult();
        var options = new EngineOptions
        {
            ExecutionProvider = device.ExecutionProvider,
            Threads = settings.Threads,
            Clock = clock,
            Budget = new PromptBudget
            {
                PrefixTokens = settings.PrefixTokens,
                SuffixTokens = settings.SuffixTokens,
                ContextTokens = settings.ContextTokens,
            },
        };
        CompletionEngine engine = CompletionEngine.Load(folder, options, progress, cancellationToken);
        return new LoadedEngine(engine, new SlotPool(engine, (long)settings.MemoryBudgetMB << 20), device);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Slots.Dispose();
        Engine.Dispose();
    }
}
