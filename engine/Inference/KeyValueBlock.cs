using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace LspCompletion.Engine.Inference;

/// <summary>
/// Memory for the keys and values of a number of tokens, those of all layers in one piece. Of a piece of this size the
/// system takes back all as soon as it is let go, and what was never written in it takes no memory; many small ones would
/// stay with the process, and with what was written in them.
/// </summary>
internal sealed unsafe class KeyValueBlock : IDisposable
{
    private readonly IReadOnlyList<CacheTensorInfo> _tensors;
    private readonly long[] _offsets;
    private nint _memory;

    /// <param name="tensors">Keys and values of all layers.</param>
    /// <param name="capacity">The most tokens.</param>
    /// <exception cref="OutOfMemoryException">There is no memory.</exception>
    public KeyValueBlock(IReadOnlyList<CacheTensorInfo> tensors, int capacity)
    {
        _tensors = tensors;
        Capacity = capacity;
        _offsets = new long[tensors.Count];
        for (int i = 0; i < _offsets.Length; i++)
        {
            _offsets[i] = ByteCount;
            ByteCount += (long)tensors[i].RowBytes * capacity;
        }

        _memory = (nint)NativeMemory.AlignedAlloc((nuint)ByteCount, alignment: 64);
    }

    /// <summary>The most tokens.</summary>
    public int Capacity { get; }

    /// <summary>Its size in bytes.</summary>
    public long ByteCount { get; }

    /// <summary>A tensor's first bytes, those of a number of rows; where the heads lie in them is the owner's business.</summary>
    public Span<byte> Bytes(int tensor, int rows) =>
        new((void*)(_memory + (nint)_offsets[tensor]), _tensors[tensor].RowBytes * rows);

    /// <summary>A tensor of a number of rows over those bytes; to be disposed of before this is.</summary>
    public OrtValue View(int tensor, int rows)
    {
        CacheTensorInfo info = _tensors[tensor];
        return OrtValue.CreateTensorValueWithData(
            OrtMemoryInfo.DefaultInstance,
            info.ElementType,
            info.Shape(rows),
            _memory + (nint)_offsets[tensor],
            (long)info.RowBytes * rows);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        NativeMemory.AlignedFree((void*)_memory);
        _memory = 0;
    }
}
