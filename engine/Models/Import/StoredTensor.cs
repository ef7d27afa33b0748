using LspCompletion.Engine.Models.Onnx;

namespace LspCompletion.Engine.Models.Import;

/// <summary>A tensor in the file of weights that a model's graphs share.</summary>
/// <param name="Name">Its name in the graphs.</param>
/// <param name="Type">The type of its numbers.</param>
/// <param name="Shape">Its dimensions, the last one running fastest.</param>
/// <param name="Offset">Where it begins in the file.</param>
/// <param name="Length">Its bytes.</param>
internal sealed record StoredTensor(string Name, TensorProto.Types.DataType Type, long[] Shape, long Offset, long Length)
{
    /// <summary>The same bytes under another name and in another shape.</summary>
    public StoredTensor As(string suffix, params long[] shape) => this with { Name = $"{Name}.{suffix}", Shape = shape };

    /// <summary>Some of its rows.</summary>
    public StoredTensor Rows(string name, long first, long count)
    {
        long rowBytes = Length / Shape[0];
        return this with
        {
            Name = name,
            Shape = [count, .. Shape[1..]],
            Offset = Offset + (first * rowBytes),
            Length = count * rowBytes,
        };
    }
}
