using System.Numerics.Tensors;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace LspCompletion.Engine.Inference;

/// <summary>
/// One ONNX Runtime session over a decoder graph, and the small tensors that its steps share. Used by one thread.
/// </summary>
internal sealed class ModelSession : ISequenceModel
{
    /// <summary>ONNX Runtime's matrix kernels take this many rows of a step at a time, or a multiple of it.</summary>
    private const int KernelRows = 32;

    /// <summary>Rows of logits that a step may ask for where the graph computes only the rows that are wanted.</summary>
    private const int WantedLogitRows = 32;

    private readonly StepTensor<long> _inputIds;
    private readonly DeviceMemory? _deviceMemory;

    private ModelSession(
        InferenceSession session, GraphSignature signature, ExecutionProvider provider, AttentionKind attention)
    {
        _deviceMemory = provider == ExecutionProvider.DirectML ? new DeviceMemory(session, signature, DeviceMemory.DirectML) : null;

        // A prompt that sees all of itself is computed in one step. Otherwise, a graph that writes logits for every token of
        // a step needs memory for them all, so its steps are kept short. Those of others are as short as costs nothing: time
        // limits are looked at between them. (64 take 3 % more of the processor's time than 128, and 256 the same.)
        HasSource = attention == AttentionKind.Prefix;
        MaxStepTokens = HasSource ? signature.FixedCapacity!.Value : signature.WritesAllLogits ? 64 : 128;

        Session = session;
        Signature = signature;
        _inputIds = new(TensorElementType.Int64, MaxStepTokens, rowSize: 1, tokens => [1, tokens]);
        Logits = new(signature.LogitsType, signature.WritesAllLogits ? MaxStepTokens : WantedLogitRows, signature.VocabularySize);
    }

    /// <summary>The graph's inputs and outputs.</summary>
    public GraphSignature Signature { get; }

    /// <summary>The most tokens that one step takes.</summary>
    public int MaxStepTokens { get; }

    /// <inheritdoc/>
    public int VocabularySize => Signature.VocabularySize;

    /// <inheritdoc/>
    public int? FixedCapacity => Signature.FixedCapacity;

    /// <inheritdoc/>
    public bool HasSource { get; }

    /// <inheritdoc/>
    public bool TakesDrafts => true;

    /// <inheritdoc/>
    public int LeastStep => 2;

    /// <summary>One for a source: its one step isn't exact at every length, and then takes a token more.</summary>
    public int SpareRows => HasSource ? 1 : 0;

    /// <summary>The session itself, for the caches' bindings.</summary>
    internal InferenceSession Session { get; }

    /// <summary>The step's logits.</summary>
    internal LogitsTensor Logits { get; }

    /// <summary>Loads a graph.</summary>
    /// <param name="path">The graph's file.</param>
    /// <param name="provider">Where to compute.</param>
    /// <param name="threads">Threads that compute; 0 leaves the choice to the machine's size.</param>
    /// <param name="attention">Which tokens a token of the prompt sees.</param>
    /// <exception cref="EngineException">
    /// The file is no graph, or a graph that fits no form or can't compute such attention.
    /// </exception>
    public static ModelSession Load(string path, ExecutionProvider provider, int threads, AttentionKind attention)
    {
        InferenceSession session = SessionLoader.Load(path, provider, threads);
        try
        {
            return new ModelSession(session, ReadSignature(session, path, provider, attention), provider, attention);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Whether a step of this many tokens computes what every other such step computes, bit for bit. A row that is left
    /// over alone, behind whole blocks of <see cref="KernelRows"/> or with none before it, goes through
    /// matrix-times-vector kernels, which round differently: on the default model the logits of a step of one token are
    /// off by 0.1 on average and by 0.9 at most. (Found by trying all step lengths to 256 on the CPU: 33 differs in
    /// 32-bit arithmetic, 129 with activations rounded to 8 bits, 1 in both.)
    /// </summary>
    public static bool IsExactStep(int tokens) => tokens % KernelRows != 1;

    /// <inheritdoc/>
    bool ISequenceModel.IsExact(int tokens) => IsExactStep(tokens);

    /// <inheritdoc/>
    public int NextStepLength(int held, int source, int remaining, int inLastStep)
    {
        if (held < source)
            return remaining;

        int step = Math.Min(remaining, MaxStepTokens);
        while (!IsExactStep(step) || (step < remaining && remaining - step < inLastStep))
            step--;
        return step;
    }

    /// <inheritdoc/>
    public IKeyValueCache CreateCache(int capacity) => Signature.Form switch
    {
        GraphForm.SharedBuffer => new SharedBufferCache(this, capacity),
        GraphForm.StaticCache when _deviceMemory is { } memory => new DeviceCache(this, memory),
        GraphForm.StaticCache => new StaticCache(this),
        GraphForm.Concatenating => new ConcatenatingCache(this, capacity),
        _ => throw new InvalidOperationException($"No cache for the graph form {Signature.Form}."),
    };

    /// <summary>Puts a step's tokens where the graph reads them.</summary>
    /// <returns>The tensor to bind for this number of tokens.</returns>
    internal OrtValue WriteTokens(ReadOnlySpan<int> tokens)
    {
        TensorPrimitives.ConvertChecked(tokens, _inputIds.Elements(tokens.Length));
        return _inputIds.View(tokens.Length);
    }

    // DirectML's attention takes one token at a time, so that the other forms don't work there.
    private static GraphSignature ReadSignature(
        InferenceSession session, string path, ExecutionProvider provider, AttentionKind attention)
    {
        GraphSignature signature = GraphSignature.Read(session, path);
        if (attention == AttentionKind.Prefix && signature.Form != GraphForm.StaticCache)
        {
            throw new EngineException(
                $"The graph {path} is of the form {signature.Form}, in which no token sees those behind it, but the manifest says " +
                "\"attention\": \"prefix\", which needs the static-cache form; export the model in that form, or correct the manifest.");
        }

        return provider == ExecutionProvider.DirectML && signature.Form != GraphForm.StaticCache
            ? throw new EngineException(
                $"The graph {path} is of the form {signature.Form}, and DirectML needs the static-cache form; import the model " +
                "with `lsp-completion models import`, or use the CPU.")
            : signature;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _deviceMemory?.Dispose();
        _inputIds.Dispose();
        Logits.Dispose();
        Session.Dispose();
    }
}
