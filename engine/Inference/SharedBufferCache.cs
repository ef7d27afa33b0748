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
    private readonly OrtValue[] _buffers;
    private readonly OrtIoBinding _binding;
    private readonly StepTensor<int> _lastPosition = new(TensorElementType.Int32, 1, 1, _ => [1]);
    private readonly StepTensor<int> _totalLength = new(TensorElementType.Int32, 1, 1, _ => []);
    private readonly StepTensor<long> _logitsFrom = new(TensorElementType.Int64, 1, 1, _ => [1]);
    private int _boundTokens;
    private int _boundLogitRows;

    public SharedBufferCache(ModelSession model, int capacity)
    {
        _model = model;
        Capacity = capacity;
        _binding = model.Session.CreateIoBinding();
        IReadOnlyList<CacheTensorInfo> tensors = model.Signature.Cache;
        _buffers = new OrtValue[tensors.Count];
        for (int i = 0; i < _buffers.Length; i++)
        {
            _buffers[i] = OrtValue.CreateAllocatedTensorValue(
                OrtAllocator.DefaultInstance, tensors[i].ElementType, tensors[i].Shape(capacity));
            _binding.BindInput(tensors[i].PastName, _buffers[i]);
            _binding.BindOutput(tensors[i].PresentName, _buffers[i]);
        }

        _binding.BindInput(Names.SequenceLengths, _lastPosition.View(1));
        _binding.BindInput(Names.TotalSequenceLength, _totalLength.View(1));
        if (model.Signature.HasInput(Names.LogitsFrom))
            _binding.BindInput(Names.LogitsFrom, _logitsFrom.View(1));
    }

    /// <inheritdoc/>
    public int Length { get; private set; }

    /// <inheritdoc/>
    public int Capacity { get; }

    /// <inheritdoc/>
    public long ByteCount => KeyValueRows.ByteCount(_buffers);

    /// <inheritdoc/>
    public void Trim(int length) => Length = Math.Min(Length, length);

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
        foreach (OrtValue buffer in _buffers)
            buffer.Dispose();
        _lastPosition.Dispose();
        _totalLength.Dispose();
        _logitsFrom.Dispose();
    }
}
