using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Names = LspCompletion.Engine.Inference.GraphSignature.Names;

namespace LspCompletion.Engine.Inference;

/// <summary>
/// A cache of the <see cref="GraphForm.SharedBuffer"/> form: every layer's past and present are bound to one buffer,
/// and the step writes its rows behind the valid ones. Rows beyond the length do no harm, so a trim costs nothing.
/// </summary>
internal sealed class SharedBufferCache : IKeyValueCache
{
    private readonly ModelSession _model;
    private readonly StepTensor<int> _lastPosition = new(TensorElementType.Int32, 1, 1, _ => [1]);
    private readonly StepTensor<int> _totalLength = new(TensorElementType.Int32, 1, 1, _ => []);
    private readonly StepTensor<long> _logitsFrom = new(TensorElementType.Int64, 1, 1, _ => [1]);
    private OrtValue[] _buffers;
    private OrtIoBinding _binding;
    private int _boundTokens;
    private int _boundLogitRows;

    public SharedBufferCache(ModelSession model, int capacity)
    {
        _model = model;
        Capacity = capacity;
        _buffers = Allocate(capacity);
        _binding = Bind(_buffers);
    }

    /// <inheritdoc/>
    public int Length { get; private set; }

    /// <inheritdoc/>
    public int Capacity { get; private set; }

    /// <inheritdoc/>
    public long ByteCount => KeyValueRows.ByteCount(_buffers);

    /// <inheritdoc/>
    public void Trim(int length) => Length = Math.Min(Length, length);

    /// <inheritdoc/>
    public void Grow(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, Length);
        OrtValue[] buffers = Allocate(capacity);
        OrtIoBinding binding;
        try
        {
            for (int i = 0; i < buffers.Length; i++)
            {
                KeyValueRows.Copy(
                    _model.Signature.Cache[i],
                    _buffers[i].GetTensorDataAsSpan<byte>(),
                    Capacity,
                    buffers[i].GetTensorMutableRawData(),
                    capacity,
                    Length);
            }

            binding = Bind(buffers);
        }
        catch
        {
            Free(buffers);
            throw;
        }

        _binding.Dispose();
        Free(_buffers);
        (_buffers, _binding, Capacity) = (buffers, binding, capacity);
        (_boundTokens, _boundLogitRows) = (0, 0);
    }

    /// <inheritdoc/>
    public ReadOnlySpan<float> Extend(scoped ReadOnlySpan<int> tokens, int source, int logitRows, RunOptions run)
    {
        int total = Length + tokens.Length;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(total, Capacity);
        int rows = _model.Signature.WritesAllLogits ? tokens.Length : logitRows;

        OrtValue inputIds = _model.WriteTokens(tokens);
        _lastPosition.Elements(1)[0] = total - 1;
        _totalLength.Elements(1)[0] = total;
        _logitsFrom.Elements(1)[0] = tokens.Length - logitRows;
        if (_boundTokens != tokens.Length)
        {
            _binding.BindInput(Names.InputIds, inputIds);
            _boundTokens = tokens.Length;
        }

        if (_boundLogitRows != rows)
        {
            _binding.BindOutput(Names.Logits, _model.Logits.View(rows));
            _boundLogitRows = rows;
        }

        _model.Session.RunWithBinding(run, _binding);
        Length = total;
        return _model.Logits.ReadLast(logitRows, rows);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _binding.Dispose();
        Free(_buffers);
        _lastPosition.Dispose();
        _totalLength.Dispose();
        _logitsFrom.Dispose();
    }

    private static void Free(IEnumerable<OrtValue> buffers)
    {
        foreach (OrtValue buffer in buffers)
            buffer.Dispose();
    }

    private OrtValue[] Allocate(int capacity)
    {
        List<OrtValue> buffers = new(_model.Signature.Cache.Count);
        try
        {
            foreach (CacheTensorInfo tensor in _model.Signature.Cache)
            {
                buffers.Add(OrtValue.CreateAllocatedTensorValue(
                    OrtAllocator.DefaultInstance, tensor.ElementType, tensor.Shape(capacity)));
            }

            return [.. buffers];
        }
        catch
        {
            Free(buffers);
            throw;
        }
    }

    private OrtIoBinding Bind(OrtValue[] buffers)
    {
        OrtIoBinding binding = _model.Session.CreateIoBinding();
        for (int i = 0; i < buffers.Length; i++)
        {
            CacheTensorInfo tensor = _model.Signature.Cache[i];
            binding.BindInput(tensor.PastName, buffers[i]);
            binding.BindOutput(tensor.PresentName, buffers[i]);
        }

        binding.BindInput(Names.SequenceLengths, _lastPosition.View(1));
        binding.BindInput(Names.TotalSequenceLength, _totalLength.View(1));
        if (_model.Signature.HasInput(Names.LogitsFrom))
            binding.BindInput(Names.LogitsFrom, _logitsFrom.View(1));
        return binding;
    }
}
