using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Names = LspCompletion.Engine.Inference.GraphSignature.Names;

namespace LspCompletion.Engine.Inference;

/// <summary>
/// A cache of the <see cref="GraphForm.Concatenating"/> form: the step reads past rows from one block of memory and
/// writes past and new rows to another, in turns. Rows lie close together, so their place depends on the length:
/// a trim moves them, and every step needs handles of new shapes over the same memory.
/// </summary>
internal sealed class ConcatenatingCache : IKeyValueCache
{
    private readonly ModelSession _model;
    private readonly OrtIoBinding _binding;
    private readonly StepTensor<long> _positions;
    private StepTensor<long> _attentionMask;
    private KeyValueBlock _current;
    private KeyValueBlock _next;

    public ConcatenatingCache(ModelSession model, int capacity)
    {
        _model = model;
        _binding = model.Session.CreateIoBinding();
        _positions = new(TensorElementType.Int64, model.MaxStepTokens, rowSize: 1, tokens => [1, tokens]);
        _attentionMask = AttentionMaskOf(capacity);
        _current = new KeyValueBlock(model.Signature.Cache, capacity);
        _next = new KeyValueBlock(model.Signature.Cache, capacity);
    }

    /// <inheritdoc/>
    public int Length { get; private set; }

    /// <inheritdoc/>
    public int Capacity => _current.Capacity;

    /// <inheritdoc/>
    public long ByteCount => _current.ByteCount + _next.ByteCount;

    /// <inheritdoc/>
    public void Trim(int length)
    {
        if (length >= Length)
            return;

        for (int i = 0; i < _model.Signature.Cache.Count; i++)
        {
            Span<byte> rows = _current.Bytes(i, Length);
            KeyValueRows.Copy(_model.Signature.Cache[i], rows, Length, rows, length, length);
        }

        Length = length;
    }

    /// <inheritdoc/>
    public void Grow(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, Length);
        StepTensor<long> attentionMask = AttentionMaskOf(capacity);
        KeyValueBlock? current = null;
        KeyValueBlock next;
        try
        {
            current = new KeyValueBlock(_model.Signature.Cache, capacity);
            next = new KeyValueBlock(_model.Signature.Cache, capacity);
        }
        catch
        {
            attentionMask.Dispose();
            current?.Dispose();
            throw;
        }

        for (int i = 0; i < _model.Signature.Cache.Count; i++)
            _current.Bytes(i, Length).CopyTo(current.Bytes(i, Length));
        _attentionMask.Dispose();
        _current.Dispose();
        _next.Dispose();
        (_attentionMask, _current, _next) = (attentionMask, current, next);
    }

    /// <inheritdoc/>
    public ReadOnlySpan<float> Extend(scoped ReadOnlySpan<int> tokens, int source, int logitRows, RunOptions run)
    {
        int total = Length + tokens.Length;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(total, Capacity);

        _binding.BindInput(Names.InputIds, _model.WriteTokens(tokens));
        _binding.BindInput(Names.AttentionMask, _attentionMask.View(total));
        if (_model.Signature.HasInput(Names.PositionIds))
        {
            Span<long> positions = _positions.Elements(tokens.Length);
            for (int i = 0; i < tokens.Length; i++)
                positions[i] = Length + i;
            _binding.BindInput(Names.PositionIds, _positions.View(tokens.Length));
        }

        _binding.BindOutput(Names.Logits, _model.Logits.View(tokens.Length));
        OrtValue[] bound = BindKeysAndValues(total);
        try
        {
            _model.Session.RunWithBinding(run, _binding);
        }
        finally
        {
            foreach (OrtValue value in bound)
                value.Dispose();
        }

        (_current, _next) = (_next, _current);
        Length = total;
        return _model.Logits.ReadLast(logitRows, tokens.Length);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _binding.Dispose();
        _attentionMask.Dispose();
        _positions.Dispose();
        _current.Dispose();
        _next.Dispose();
    }

    private static StepTensor<long> AttentionMaskOf(int capacity)
    {
        StepTensor<long> mask = new(TensorElementType.Int64, capacity, rowSize: 1, tokens => [1, tokens]);
        mask.Elements(capacity).Fill(1);
        return mask;
    }

    private OrtValue[] BindKeysAndValues(int total)
    {
        IReadOnlyList<CacheTensorInfo> tensors = _model.Signature.Cache;
        var bound = new OrtValue[2 * tensors.Count];
        for (int i = 0; i < tensors.Count; i++)
        {
            OrtValue past = _current.View(i, Length);
            OrtValue present = _next.View(i, total);
            _binding.BindInput(tensors[i].PastName, past);
            _binding.BindOutput(tensors[i].PresentName, present);
            bound[2 * i] = past;
            bound[(2 * i) + 1] = present;
        }

        return bound;
    }
}
