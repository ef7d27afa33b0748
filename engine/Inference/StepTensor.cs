using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace LspCompletion.Engine.Inference;

/// <summary>
/// A tensor of a varying number of rows in memory that stays where it is. The view of each number of rows is made
/// once and kept, so that a step whose shapes were seen before allocates nothing.
/// </summary>
internal sealed unsafe class StepTensor<T> : IDisposable
    where T : unmanaged
{
    private readonly OrtValue?[] _views;
    private readonly TensorElementType _elementType;
    private readonly Func<int, long[]> _shape;
    private readonly int _rowSize;
    private T* _memory;

    /// <summary>Takes the memory.</summary>
    /// <param name="elementType">ONNX Runtime's name for <typeparamref name="T"/>.</param>
    /// <param name="maxRows">The most rows.</param>
    /// <param name="rowSize">Elements in a row.</param>
    /// <param name="shape">The tensor's shape for a number of rows.</param>
    public StepTensor(TensorElementType elementType, int maxRows, int rowSize, Func<int, long[]> shape)
    {
        _elementType = elementType;
        _rowSize = rowSize;
        _shape = shape;
        _views = new OrtValue?[maxRows + 1];
        _memory = (T*)NativeMemory.AlignedAlloc((nuint)maxRows * (nuint)rowSize * (nuint)sizeof(T), alignment: 64);
    }

    /// <summary>The elements of the first rows, to write or to read.</summary>
    public Span<T> Elements(int rows) => new(_memory, rows * _rowSize);

    /// <summary>The first rows as a tensor.</summary>
    public OrtValue View(int rows) => _views[rows] ??= OrtValue.CreateTensorValueWithData(
        OrtMemoryInfo.DefaultInstance, _elementType, _shape(rows), (nint)_memory, (long)rows * _rowSize * sizeof(T));

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (OrtValue? view in _views)
            view?.Dispose();
        NativeMemory.AlignedFree(_memory);
        _memory = null;
    }
}
