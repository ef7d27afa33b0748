using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace LspCompletion.Engine.Inference;

/// <summary>Copies the rows of keys or values between buffers of different row counts, and measures buffers.</summary>
internal static class KeyValueRows
{
    /// <summary>The memory that buffers take, in bytes, as they were allocated.</summary>
    public static long ByteCount(OrtValue[] buffers) => buffers.Sum(buffer =>
    {
        OrtTensorTypeAndShapeInfo tensor = buffer.GetTensorTypeAndShape();
        return tensor.ElementCount * (tensor.ElementDataType == TensorElementType.Float16 ? 2L : 4L);
    });

    /// <summary>
    /// Copies the first rows of each head. Both buffers are <c>[heads, rows, head_dim]</c>; they may overlap if the
    /// destination has no more rows than the source and starts at the same place.
    /// </summary>
    /// <param name="tensor">The tensor's heads and row size.</param>
    /// <param name="source">The source's bytes.</param>
    /// <param name="sourceRows">The source's rows per head.</param>
    /// <param name="destination">The destination's bytes.</param>
    /// <param name="destinationRows">The destination's rows per head.</param>
    /// <param name="count">How many rows of each head to copy.</param>
    public static void Copy(
        CacheTensorInfo tensor,
        ReadOnlySpan<byte> source,
        int sourceRows,
        Span<byte> destination,
        int destinationRows,
        int count)
    {
        int row = tensor.HeadRowBytes;
        for (int head = 0; head < tensor.Heads; head++)
            source.Slice(head * sourceRows * row, count * row).CopyTo(destination[(head * destinationRows * row)..]);
    }
}
