using System.Diagnostics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Text;
using LspCompletion.Engine.Caching;
using LspCompletion.Engine.Inference;
using LspCompletion.Engine.Models;
using LspCompletion.Engine.Prompting;
using LspCompletion.Engine.Tokenization;

namespace LspCompletion.Engine.Explaining;

/// <summary>
/// The plainest way to write with a model: run it over everything, take the likeliest token, add it, again. With a cache
/// only what was added is run; the tokens are the same. Measures each token, to show what the cache changes.
/// </summary>
public sealed class GreedyLoop
{
    private readonly CompletionEngine _engine;
    private readonly ModelSession _session;
    private readonly Prompt _prompt;
    private readonly int _tokens;
    private readonly ModelCost _cost;

    /// <param name="engine">The model; nobody else uses it meanwhile.</param>
    /// <param name="request">The document; how to decode doesn't matter.</param>
    /// <param name="tokens">How many tokens to write; more than one.</param>
    /// <exception cref="EngineException">Prompt and tokens don't fit the model's context, or there is no prompt.</exception>
    public GreedyLoop(CompletionEngine engine, CompletionRequest request, int tokens)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(tokens, 2);
        _engine = engine;
        _session = engine.Session as ModelSession ?? throw new EngineException(
            $"{engine.Manifest.Name} has an encoder, and this loop is a decoder's; choose another --model.");
        _tokens = tokens;
        using (Slot slot = engine.CreateSlot())
        {
            _prompt = engine.BuildPrompt(slot, request);
            if (_prompt.Tokens.IsEmpty)
                throw new EngineException($"{request.Path} gives no prompt; choose a line with some text before its end.");
            if (_prompt.Tokens.Length + tokens > slot.Capacity)
            {
                throw new EngineException(
                    $"A prompt of {_prompt.Tokens.Length} tokens and {tokens} more don't fit the {slot.Capacity} that a slot holds; " +
                    "write fewer, or begin earlier.");
            }

            slot.Reserve(_prompt.Tokens.Length + tokens);
            Memory = MemoryOf(engine.Manifest.Architecture, _session.Signature, slot);
        }

        _cost = new ModelCost(engine.Manifest.Architecture, Memory.NumberBytes, engine.WeightBytes);
    }

    /// <summary>The prompt's length.</summary>
    public int PromptTokens => _prompt.Tokens.Length;

    /// <summary>What the cache takes.</summary>
    public CacheMemory Memory { get; }

    /// <summary>Writes the tokens.</summary>
    /// <param name="reuses">Whether keys and values are kept from one token to the next.</param>
    /// <param name="onProgress">Told after each token, with the share of the work that is done, from 0 to 1.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="OperationCanceledException">Given up.</exception>
    public GreedyTrace Run(bool reuses, Action<double> onProgress, CancellationToken cancellationToken)
    {
        using Slot slot = _engine.CreateSlot();
        using var run = new CancellableRun(cancellationToken);
        List<int> sequence = [.. _prompt.Tokens];
        int source = _engine.SourceOf(_prompt);
        List<GreedyStep> steps = new(_tokens);
        double promptMs = 0;

        // What is loaded and prepared in the first steps would be told as the first token's cost.
        slot.Load(CollectionsMarshal.AsSpan(sequence), source, draft: [], run, out _);
        slot.Clear();

        for (int i = 0; i < _tokens; i++)
        {
            if (!reuses)
                slot.Clear();

            long start = Stopwatch.GetTimestamp();
            ReadOnlySpan<float> logits = slot.Load(CollectionsMarshal.AsSpan(sequence), source, draft: [], run, out PromptReuse reuse);
            double milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            if (i == 0)
                promptMs = milliseconds;
            else
                steps.Add(StepOf(sequence.Count, reuse.Computed, milliseconds));
            sequence.Add(Likeliest(logits));
            onProgress((i + 1.0) / _tokens);
        }

        List<int> written = sequence[_prompt.Tokens.Length..];
        return new GreedyTrace(TextOf(written), written, promptMs, steps);
    }

    private static CacheMemory MemoryOf(ModelArchitecture figures, GraphSignature signature, Slot slot) =>
        new(
            figures.Layers,
            figures.KeyValueHeads,
            figures.HeadSize,
            signature.Cache[0].NumberBytes,
            slot.Room,
            signature.Form == GraphForm.SharedBuffer ? 1 : 2,
            slot.ByteCount);

    private GreedyStep StepOf(int length, int computed, double milliseconds)
    {
        int logitRows = _session.Signature.WritesAllLogits ? computed : Math.Min(2, computed);
        int before = length - computed;
        return new GreedyStep(
            length,
            computed,
            milliseconds,
            _cost.Operations(before, computed, logitRows),
            _cost.BytesRead(before, computed, _session.MaxStepTokens));
    }

    // Without the tokens that end a text: the loop is to go on.
    private int Likeliest(ReadOnlySpan<float> logits)
    {
        float[] open = logits[.._engine.Tokenizer.VocabularySize].ToArray();
        foreach (int stop in _engine.EndTokens)
            open[stop] = float.NegativeInfinity;
        return TensorPrimitives.IndexOfMax<float>(open);
    }

    private string TextOf(List<int> tokens)
    {
        TokenTextStream stream = new(_engine.Tokenizer);
        StringBuilder text = new();
        foreach (int token in tokens)
            stream.Append(token, text);
        stream.Flush(text);
        return text.ToString();
    }
}
