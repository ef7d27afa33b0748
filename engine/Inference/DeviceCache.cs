using System.Numerics;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Names = LspCompletion.Engine.Inference.GraphSignature.Names;

namespace LspCompletion.Engine.Inference;

/// <summary>
/// A cache of the <see cref="GraphForm.StaticCache"/> form whose keys and values stay in the device's memory: a step
/// reads one set of buffers and writes the other, in turns. Row i sees the rows below its <c>limit</c>, so a trim costs
/// nothing.
/// </summary>
/// <remarks>
/// A device prepares its programs anew for every shape, so steps are filled up to few lengths: the rows that are written
/// in excess lie behind the valid ones, where the next step overwrites them.
/// </remarks>
internal sealed class DeviceCache : IKeyValueCache
{
    private readonly ModelSession _model;
    private readonly OrtValue[][] _buffers;
    private readonly OrtIoBinding[] _turns;
    private readonly StepTensor<long> _positions;
    private readonly StepTensor<int> _limits;
    private readonly StepTensor<long> _logitRows;
    private int _current;
    private bool _isWritten;

    public DeviceCache(ModelSession model, DeviceMemory memory)
    {
        _model = model;
        Capacity = model.Signature.FixedCapacity!.Value;
        _positions = new(TensorElementType.Int64, model.MaxStepTokens, rowSize: 1, tokens => [1, tokens]);
        _limits = new(TensorElementType.Int32, model.MaxStepTokens, rowSize: 1, tokens => [1, 1, tokens, 1]);
        _logitRows = new(TensorElementType.Int64, model.Logits.MaxRows, rowSize: 1, rows => [rows]);
        _buffers = [AllocateBuffers(memory), AllocateBuffers(memory)];
        _turns = [model.Session.CreateIoBinding(), model.Session.CreateIoBinding()];

        // What was never written may be no numbers at all, which come through a mask: the first step reads zeros.
        Bind(_turns[0], memory.Zeros, _buffers[1]);
        Bind(_turns[1], _buffers[1], _buffers[0]);
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

        int filled = Fill(tokens.Length, Math.Min(_model.MaxStepTokens, Capacity - Length));
        Span<int> step = stackalloc int[filled];
        step.Clear();
        tokens.CopyTo(step);
        Span<long> positions = _positions.Elements(filled);
        Span<int> limits = _limits.Elements(filled);
        for (int i = 0; i < filled; i++)
        {
            positions[i] = Length + i;
            limits[i] = AttentionMask.Limit(Length + i, source);
        }

        int filledRows = Fill(logitRows, _model.Logits.MaxRows);
        Span<long> rows = _logitRows.Elements(filledRows);
        for (int i = 0; i < filledRows; i++)
            rows[i] = Math.Max(0, tokens.Length - filledRows + i);

        Run(_turns[_current], step, filledRows, run);
        if (!_isWritten)
        {
            Bind(_turns[0], _buffers[0], _buffers[1]);
            _isWritten = true;
        }

        _current = 1 - _current;
        Length = total;
        return _model.Logits.ReadLast(logitRows, filledRows);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (OrtIoBinding turn in _turns)
            turn.Dispose();
        foreach (OrtValue buffer in _buffers.SelectMany(buffers => buffers))
            buffer.Dispose();
        _positions.Dispose();
        _limits.Dispose();
        _logitRows.Dispose();
    }

    /// <summary>The length that a step is filled up to: a power of two, unless there is no room.</summary>
    internal static int Fill(int tokens, int most)
    {
        int filled = (int)BitOperations.RoundUpToPowerOf2((uint)tokens);
        return filled <= most ? filled : tokens;
    }

    // What is bound from the processor's memory is copied when it is bound, so it is bound for each step.
    private void Run(OrtIoBinding binding, ReadOnlySpan<int> step, int logitRows, RunOptions run)
    {
        binding.BindInput(Names.InputIds, _model.WriteTokens(step));
        binding.BindInput(Names.PositionIds, _positions.View(step.Length));
        binding.BindInput(Names.Limit, _limits.View(step.Length));
        binding.BindInput(Names.LogitRows, _logitRows.View(logitRows));
        binding.BindOutput(Names.Logits, _model.Logits.View(logitRows));
        binding.SynchronizeBoundInputs();
        _model.Session.RunWithBinding(run, binding);
        binding.SynchronizeBoundOutputs();
    }

    private void Bind(OrtIoBinding binding, OrtValue[] past, OrtValue[] present)
    {
        for (int i = 0; i < _model.Signature.Cache.Count; i++)
        {
            binding.BindInput(_model.Signature.Cache[i].PastName, past[i]);
            binding.BindOutput(_model.Signature.Cache[i].PresentName, present[i]);
        }
    }

    private OrtValue[] AllocateBuffers(DeviceMemory memory) => [.. _model.Signature.Cache.Select(tensor =>
        OrtValue.CreateAllocatedTensorValue(memory.Allocator, tensor.ElementType, tensor.Shape(Capacity)))];
}
