using Microsoft.ML.OnnxRuntime.Tensors;

namespace LspCompletion.Engine.Inference;

/// <summary>One layer's keys or values in a graph: <c>[1, heads, rows, head_dim]</c>, a row a token.</summary>
/// <param name="PastName">The graph's input.</param>
/// <param name="PresentName">The graph's output.</param>
/// <param name="Heads">Key/value heads.</param>
/// <param name="HeadDimension">Numbers per head and token.</param>
/// <param name="ElementType">The type of the numbers: 16-bit or 32-bit floating point.</param>
internal sealed record CacheTensorInfo(
    string PastName, string PresentName, int Heads, int HeadDimension, TensorElementType ElementType)
{
    /// <summary>Bytes of one number.</summary>
    public int NumberBytes => ElementType == TensorElementType.Float16 ? 2 : 4;

    /// <summary>Bytes of one head's numbers for one token.</summary>
    public int HeadRowBytes => HeadDimension * NumberBytes;

    /// <summary>Bytes of all heads' numbers for one token.</summary>
    public int RowBytes => Heads * HeadRowBytes;

    /// <summary>The tensor's shape for a number of rows.</summary>
    public long[] Shape(int rows) => [1, Heads, rows, HeadDimension];
}
