using System.Numerics.Tensors;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace LspCompletion.Engine.Inference;

/// <summary>Where a step writes its logits, <c>[1, rows, vocabulary]</c>, and where they are read as 32-bit numbers.</summary>
internal sealed class LogitsTensor : IDisposable
{
    private readonly StepTensor<float>? _single;
    private readonly StepTensor<Half>? _half;
    private readonly float[] _widened = [];
    private readonly int _vocabularySize;

    public LogitsTensor(TensorElementType elementType, int maxRows, int vocabularySize)
    {
        _vocabularySize = vocabularySize;
        MaxRows = maxRows;
        if (elementType == TensorElementType.Float16)
        {
            _half = new StepTensor<Half>(elementType, maxRows, vocabularySize, Shape);
            _widened = new float[maxRows * vocabularySize];
        }
        else
        {
            _single = new StepTensor<float>(elementType, maxRows, vocabularySize, Shape);
        }

        long[] Shape(int rows) => [1, rows, vocabularySize];
    }

    /// <summary>The most rows of a step.</summary>
    public int MaxRows { get; }

    /// <summary>The tensor to bind for a number of rows.</summary>
    public OrtValue View(int rows) => _single?.View(rows) ?? _half!.View(rows);

    /// <summary>The last of the rows that a step wrote.</summary>
    public ReadOnlySpan<float> ReadLast(int count, int rows)
    {
        int start = (rows - count) * _vocabularySize;
        if (_single is not null)
            return _single.Elements(rows)[start..];

        Span<float> widened = _widened.AsSpan(0, count * _vocabularySize);
        TensorPrimitives.ConvertToSingle(_half!.Elements(rows)[start..], widened);
        return widened;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _single?.Dispose();
        _half?.Dispose();
    }
}
