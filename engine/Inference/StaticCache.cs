using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Names = LspCompletion.Engine.Inference.GraphSignature.Names;

namespace LspCompletion.Engine.Inference;

/// <summary>
/// A cache of the <see cref="GraphForm.StaticCache"/> form: the step reads one set of buffers and writes the other,
/// in turns. Row i sees the rows below its <c>limit</c>, so a trim costs nothing.
/// </summary>
internal sealed class StaticCache : IKeyValueCache
{
    private readonly ModelSession _model;
    private readonly OrtValue[][] _buffers;
    private readonly Turn[] _turns;
    private readonly StepTensor<long> _positions;
    private readonly StepTensor<int> _limits;
    private readonly StepTensor<long> _logitRows;
    private int _current;

    public StaticCache(ModelSession model)
    {
        _model = model;
        Capacity = model.Signature.FixedCapacity!.Value;
        _positions = new(TensorElementType.Int64, model.MaxStepTokens, rowSize: 1, tokens => [1, tokens]);
        _limits = new(TensorElementType.Int32, model.MaxStepTokens, rowSize: 1, tokens => [1, 1, tokens, 1]);
        _logitRows = new(TensorElementType.Int64, model.Logits.MaxRows, rowSize: 1, rows => [rows]);
        _buffers = [AllocateBuffers(), AllocateBuffers()];
        _turns = [new Turn(this, past: 0, present: 1), new Turn(this, past: 1, present: 0)];
    }

    /// <inheritdoc/>
    public int Length { get; private set; }

    /// <inheritdoc/>
    public int Capacity { get; }

    /// <inheritdoc/>
    public long ByteCount => _buffers.Sum(KeyValueRows.ByteCount);

    /// <inheritdoc/>
    public void Trim(int length) => Length = Math.Min(Length, length);

    /// <inheritdoc/>
    public void Grow(int capacity) => throw new NotSupportedException("The graph fixes the capacity.");

    /// <inheritdoc/>
    public ReadOnlySpan<float> Extend(scoped ReadOnlySpan<int> tokens, int source, int logitRows, RunOptions run)
    {
        int total = Length + tokens.Length;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(total, Capacity);

        Span<long> positions = _positions.Elements(tokens.Length);
        Span<int> limits = _limits.Elements(tokens.Length);
        for (int i = 0; i < tokens.Length; i++)
        {
            positions[i] = Length + i;
            limits[i] = AttentionMask.Limit(Length + i, source);
        }

        Span<long> rows = _logitRows.Elements(logitRows);
        for (int i = 0; i < logitRows; i++)
            rows[i] = tokens.Length - logitRows + i;

        _turns[_current].Run(_model.WriteTokens(tokens), tokens.Length, logitRows, run);
        _current = 1 - _current;
        Length = total;
        return _model.Logits.ReadLast(logitRows, logitRows);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Turn turn in _turns)
            turn.Binding.Dispose();
        foreach (OrtValue buffer in _buffers.SelectMany(buffers => buffers))
            buffer.Dispose();
        _positions.Dispose();
        _limits.Dispose();
        _logitRows.Dispose();
    }

    private OrtValue[] AllocateBuffers()
    {
        return [.. _model.Signature.Cache.Select(tensor =>
        {
            var buffer = OrtValue.CreateAllocatedTensorValue(
                OrtAllocator.DefaultInstance, tensor.ElementType, tensor.Shape(Capacity));

            // Unseen rows are masked by a finite number: what is no number would come through the mask.
            buffer.GetTensorMutableRawData().Clear();
            return buffer;
        })];
    }

    /// <summary>The bindings of a step that reads one set of buffers and writes the other.</summary>
    private sealed class Turn
    {
        private readonly StaticCache _cache;
        private int _boundTokens;
        private int _boundLogitRows;

        public Turn(StaticCache cache, int past, int present)
        {
            _cache = cache;
            ModelSession model = cache._model;
            Binding = model.Session.CreateIoBinding();
            for (int i = 0; i < model.Signature.Cache.Count; i++)
            {
                Binding.BindInput(model.Signature.Cache[i].PastName, cache._buffers[past][i]);
                Binding.BindOutput(model.Signature.Cache[i].PresentName, cache._buffers[present][i]);
            }
        }

        public OrtIoBinding Binding { get; }

        public void Run(OrtValue inputIds, int tokens, int logitRows, RunOptions run)
        {
            if (_boundTokens != tokens)
            {
                Binding.BindInput(Names.InputIds, inputIds);
                Binding.BindInput(Names.PositionIds, _cache._positions.View(tokens));
                Binding.BindInput(Names.Limit, _cache._limits.View(tokens));
                _boundTokens = tokens;
            }

            if (_boundLogitRows != logitRows)
            {
                Binding.BindInput(Names.LogitRows, _cache._logitRows.View(logitRows));
                Binding.BindOutput(Names.Logits, _cache._model.Logits.View(logitRows));
                _boundLogitRows = logitRows;
            }

            _cache._model.Session.RunWithBinding(run, Binding);
        }
    }
}
