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
    private KeyValueBlock _block;
    private OrtIoBinding _binding;
    private int _boundTokens;
    private int _boundLogitRows;

    public SharedBufferCache(ModelSession model, int capacity)
    {
        _model = model;
        _block = new KeyValueBlock(model.Signature.Cache, capacity);
        _binding = Bind(_block);
    }

    /// <inheritdoc/>
    public int Length { get; private set; }

    /// <inheritdoc/>
    public int Capacity => _block.Capacity;

    /// <inheritdoc/>
    public long ByteCount => _block.ByteCount;

    /// <inheritdoc/>
    public void Trim(int length) => Length = Math.Min(Length, length);

    /// <inheritdoc/>
    public void Grow(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, Length);
        KeyValueBlock block = new(_model.Signature.Cache, capacity);
        OrtIoBinding binding;
        try
        {
            binding = Bind(block);
        }
        catch
        {
            block.Dispose();
            throw;
        }

        for (int i = 0; i < _model.Signature.Cache.Count; i++)
        {
            KeyValueRows.Copy(
                _model.Signature.Cache[i], _block.Bytes(i, Capacity), Capacity, block.Bytes(i, capacity), capacity, Length);
        }

        _binding.Dispose();
        _block.Dispose();
        (_block, _binding) = (block, binding);
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
        _block.Dispose();
        _lastPosition.Dispose();
        _totalLength.Dispose();
        _logitsFrom.Dispose();
    }

    private OrtIoBinding Bind(KeyValueBlock block)
    {
        OrtIoBinding binding = _model.Session.CreateIoBinding();
        for (int i = 0; i < _model.Signature.Cache.Count; i++)
        {
            // The binding holds on to the tensor, which is but a view of the block.
            using OrtValue buffer = block.View(i, block.Capacity);
            binding.BindInput(_model.Signature.Cache[i].PastName, buffer);
            binding.BindOutput(_model.Signature.Cache[i].PresentName, buffer);
        }

        binding.BindInput(Names.SequenceLengths, _lastPosition.View(1));
        binding.BindInput(Names.TotalSequenceLength, _totalLength.View(1));
        if (_model.Signature.HasInput(Names.LogitsFrom))
            binding.BindInput(Names.LogitsFrom, _logitsFrom.View(1));
        return binding;
    }
}
