using LspCompletion.Engine.Inference;
using LspCompletion.Engine.Prompting;

namespace LspCompletion.Engine;

/// <summary>How a model is run.</summary>
public sealed record EngineOptions
{
    /// <summary>What computes.</summary>
    public ExecutionProvider ExecutionProvider { get; init; } = ExecutionProvider.Cpu;

    /// <summary>Threads that compute. 0: half of the logical processors, two to eight.</summary>
    public int Threads { get; init; }

    /// <summary>The most tokens that a slot holds, prompt and completion together; a model may hold fewer.</summary>
    public int SlotCapacity { get; init; } = 2048;

    /// <summary>The most tokens of each share of a prompt.</summary>
    public PromptBudget Budget { get; init; } = new();

    /// <summary>
    /// Where verified model files are remembered, so that they are hashed once and not at each start;
    /// <see langword="null"/> to hash them always.
    /// </summary>
    public string? VerificationCacheFolder { get; init; } = Models.ModelVerification.UserCacheFolder;

    /// <summary>The time, by which completions are limited and measured.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
