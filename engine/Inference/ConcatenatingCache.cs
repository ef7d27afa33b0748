using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Names = LspCompletion.Engine.Inference.GraphSignature.Names;

namespace LspCompletion.Engine.Inference;

/// <summary>
/// A cache of the <see cref="GraphForm.Concatenating"/> form: the step reads past rows from one block of memory and
/// writes past and new rows to another, in turns. Rows lie close together, so their place depends on the length:
/// a trim moves them, and every step needs handles of new shapes over the same memory.
/// </summary>
internal sealed unsafe class ConcatenatingCache : IKeyValueCache
{
    private readonly ModelSession _model;
    private readonly OrtIoBinding _binding;
    private readonly StepTensor<long> _positions;
    private StepTensor<long> _attentionMask;
    private long[] _offsets;
    private nint[] _blocks;
    private int _current;

    public ConcatenatingCache(ModelSession model, int capacity)
    {
        _model = model;
        Capacity = capacity;
        _binding = model.Session.CreateIoBinding();
        _positions = new(TensorElementType.Int64, model.MaxStepTokens, rowSize: 1, tokens => [1, tokens]);
        _attentionMask = AttentionMaskOf(capacity);
        _offsets = OffsetsOf(capacity);
        _blocks = Allocate(capacity);
    }

    /// <inheritdoc/>
    public int Length { get; private set; }

    /// <inheritdoc/>
    public int Capacity { get; private set; }

    /// <inheritdoc/>
    public long ByteCount => 2 * _model.Signature.CacheBytesPerToken * Capacity;

    /// <inheritdoc/>
    public void Trim(int length)
    {
        if (length >= Length)
            return;

        for (int i = 0; i < _offsets.Length; i++)
        {
            Span<byte> rows = Rows(i);
            KeyValueRows.Copy(_model.Signature.Cache[i], rows, Length, rows, length, length);
        }

        Length = length;
    }

    /// <inheritdoc/>
    public void Grow(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, Length);
        long[] offsets = OffsetsOf(capacity);
        nint[] blocks = Allocate(capacity);
        StepTensor<long> attentionMask;
        try
        {
            attentionMask = AttentionMaskOf(capacity);
        }
        catch
        {
            Free(blocks);
            throw;
        }

        for (int i = 0; i < offsets.Length; i++)
        {
            Span<byte> rows = Rows(i);
            rows.CopyTo(new Span<byte>((void*)(blocks[_current] + offsets[i]), rows.Length));
        }

        _attentionMask.Dispose();
        Free(_blocks);
        (_attentionMask, _offsets, _blocks, Capacity) = (attentionMask, offsets, blocks, capacity);
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

        _current = 1 - _current;
        Length = total;
        return _model.Logits.ReadLast(logitRows, tokens.Length);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _binding.Dispose();
        _attentionMask.Dispose();
        _positions.Dispose();
        Free(_blocks);
    }

    private static StepTensor<long> AttentionMaskOf(int capacity)
    {
        StepTensor<long> mask = new(TensorElementType.Int64, capacity, rowSize: 1, tokens => [1, tokens]);
        mask.Elements(capacity).Fill(1);
        return mask;
    }

    private static void Free(nint[] blocks)
    {
        foreach (nint block in blocks)
            NativeMemory.AlignedFree((void*)block);
    }

    private long[] OffsetsOf(int capacity)
    {
        IReadOnlyList<CacheTensorInfo> tensors = _model.Signature.Cache;
        long[] offsets = new long[tensors.Count];
        for (int i = 1; i < offsets.Length; i++)
            offsets[i] = offsets[i - 1] + ((long)tensors[i - 1].RowBytes * capacity);
        return offsets;
    }

    private nint[] Allocate(int capacity)
    {
        nuint bytes = (nuint)(_model.Signature.CacheBytesPerToken * capacity);
        nint[] blocks = new nint[2];
        try
        {
            for (int i = 0; i < blocks.Length; i++)
                blocks[i] = (nint)NativeMemory.AlignedAlloc(bytes, alignment: 64);
            return blocks;
        }
        catch
        {
            Free(blocks);
            throw;
        }
    }

    private Span<byte> Rows(int tensor) =>
        new((void*)(_blocks[_current] + _offsets[tensor]), _model.Signature.Cache[tensor].RowBytes * Length);

    private OrtValue[] BindKeysAndValues(int total)
    {
        IReadOnlyList<CacheTensorInfo> tensors = _model.Signature.Cache;
        var bound = new OrtValue[2 * tensors.Count];
        for (int i = 0; i < tensors.Count; i++)
        {
            OrtValue past = View(tensors[i], _blocks[_current] + (nint)_offsets[i], Length);
            OrtValue present = View(tensors[i], _blocks[1 - _current] + (nint)_offsets[i], total);
            _binding.BindInput(tensors[i].PastName, past);
            _binding.BindOutput(tensors[i].PresentName, present);
            bound[2 * i] = past;
            bound[(2 * i) + 1] = present;
        }

        return bound;
    }

    private static OrtValue View(CacheTensorInfo tensor, nint memory, int rows) => OrtValue.CreateTensorValueWithData(
        OrtMemoryInfo.DefaultInstance, tensor.ElementType, tensor.Shape(rows), memory, (long)tensor.RowBytes * rows);
}
