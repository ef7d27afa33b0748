using Microsoft.Win32.SafeHandles;

namespace LspCompletion.Engine.Models.Import;

/// <summary>A tensor in a file: its rows follow each other, each a whole number of the encoding's blocks.</summary>
/// <param name="Path">The file, for messages.</param>
/// <param name="File">The open file.</param>
/// <param name="Name">The name that it has there.</param>
/// <param name="Shape">Its dimensions, the last one running fastest.</param>
/// <param name="Encoding">How its numbers are stored.</param>
/// <param name="Offset">Where it begins in the file.</param>
internal sealed record SourceTensor(
    string Path, SafeFileHandle File, string Name, long[] Shape, TensorEncoding Encoding, long Offset)
{
    /// <summary>Numbers of one row.</summary>
    public long Columns => Shape.Length == 0 ? 1 : Shape[^1];

    /// <summary>All dimensions but the last.</summary>
    public long Rows => Shape.Length == 0 ? 1 : Shape[..^1].Aggregate(1L, (product, size) => product * size);

    /// <summary>Bytes of one row.</summary>
    public long RowBytes => Columns / Encoding.BlockLength() * Encoding.BlockBytes();

    /// <summary>Bytes of all rows.</summary>
    public long ByteCount => Rows * RowBytes;

    /// <summary>Reads rows that follow each other.</summary>
    /// <exception cref="EngineException">The file can't be read, or has become shorter.</exception>
    public void ReadRows(long firstRow, Span<byte> bytes)
    {
        long offset = Offset + (firstRow * RowBytes);
        try
        {
            while (!bytes.IsEmpty)
            {
                int read = RandomAccess.Read(File, bytes, offset);
                if (read == 0)
                    throw new EngineException($"{Path} ends within the tensor {Name}; get the file again.");
                bytes = bytes[read..];
                offset += read;
            }
        }
        catch (IOException exception)
        {
            throw new EngineException($"{Path} can't be read ({exception.Message}); get the file again.", exception);
        }
    }

    /// <summary>The error for a number that is none.</summary>
    public EngineException NotFinite(long row) =>
        new($"{Path}: the tensor {Name} has a number in row {row} that is infinite or none at all; " +
            "the file is damaged or the model broken: get it again, or choose another model.");
}
