using System.Runtime.InteropServices;
using LspCompletion.Engine.Models.Onnx;
using Microsoft.Win32.SafeHandles;

namespace LspCompletion.Engine.Models.Import;

/// <summary>
/// The file of weights that a model's graphs share. First every tensor is given its place, then all are written, a few
/// rows at a time: however large a model is, little of it is in memory.
/// </summary>
internal sealed class WeightsFile
{
    /// <summary>Tensors begin at multiples of it, so that they can be mapped into memory as they are.</summary>
    private const int Alignment = 64;

    /// <summary>About how much of a matrix is read at a time.</summary>
    private const int ChunkBytes = 1 << 20;

    private readonly List<Action<Writing>> _work = [];
    private long _length;

    /// <summary>Bytes of sources that will be read.</summary>
    public long SourceBytes { get; private set; }

    /// <summary>Gives a vector its place.</summary>
    public StoredTensor Add(string name, SourceVector vector)
    {
        StoredTensor stored = Allocate(name, TensorProto.Types.DataType.Float, vector.Length);
        SourceBytes += vector.Tensor.ByteCount;
        _work.Add(writing =>
        {
            writing.Write(stored.Offset, MemoryMarshal.AsBytes(vector.Read().AsSpan()));
            writing.Advance(vector.Tensor.ByteCount);
        });
        return stored;
    }

    /// <summary>Gives several vectors their places, one behind the other as one tensor; null where there are none.</summary>
    public StoredTensor? Add(string name, IReadOnlyList<SourceVector?> vectors)
    {
        if (vectors.All(vector => vector is null))
            return null;

        StoredTensor stored = Allocate(name, TensorProto.Types.DataType.Float, vectors.Sum(vector => vector!.Length));
        long offset = stored.Offset;
        foreach (SourceVector? vector in vectors)
        {
            long start = offset;
            _work.Add(writing => writing.Write(start, MemoryMarshal.AsBytes(vector!.Read().AsSpan())));
            offset += vector!.Length * sizeof(float);
        }

        return stored;
    }

    /// <summary>Gives a table that is computed its place.</summary>
    public StoredTensor Add(string name, int rows, int columns, Action<int, Span<float>> computeRow)
    {
        StoredTensor stored = Allocate(name, TensorProto.Types.DataType.Float, rows, columns);
        _work.Add(writing =>
        {
            float[] row = new float[columns];
            for (int i = 0; i < rows; i++)
            {
                computeRow(i, row);
                writing.Write(stored.Offset + ((long)i * columns * sizeof(float)), MemoryMarshal.AsBytes(row.AsSpan()));
            }
        });
        return stored;
    }

    /// <summary>Gives matrices their places, one behind the other as one matrix.</summary>
    /// <param name="name">The matrix' name in the graphs.</param>
    /// <param name="sources">Where the rows come from.</param>
    /// <param name="bits">4 or 8 for codes, 32 for the numbers themselves.</param>
    public StoredMatrix Add(string name, int bits, params IReadOnlyList<SourceMatrix> sources)
    {
        int rows = sources.Sum(source => source.Rows);
        int columns = sources[0].Columns;
        int blocks = StoredMatrix.BlocksOf(columns);
        bool hasOffsets = bits != 32
            && sources.Any(source => MatrixEncoder.IsLossless(source.Tensor.Encoding, bits) && source.Tensor.Encoding.HasOffsets());
        StoredMatrix matrix = new()
        {
            Name = name,
            Rows = rows,
            Columns = columns,
            Bits = bits,
            Codes = bits == 32
                ? Allocate($"{name}.weight", TensorProto.Types.DataType.Float, rows, columns)
                : Allocate($"{name}.codes", TensorProto.Types.DataType.Uint8, rows, blocks, AffineBlocks.Length * bits / 8),
            Scales = bits == 32 ? null : Allocate($"{name}.scales", TensorProto.Types.DataType.Float, rows, blocks),
            Offsets = hasOffsets ? Allocate($"{name}.offsets", TensorProto.Types.DataType.Float, rows, blocks) : null,
        };

        int first = 0;
        foreach (SourceMatrix source in sources)
        {
            int start = first;
            SourceBytes += source.Rows * source.Tensor.RowBytes;
            _work.Add(writing => Write(writing, source, matrix, start));
            first += source.Rows;
        }

        return matrix;
    }

    /// <summary>Writes all that has a place.</summary>
    /// <param name="path">The file, which must not be there yet.</param>
    /// <param name="onRead">Is told how many bytes of the sources were read.</param>
    /// <param name="cancellationToken">Stops between two pieces.</param>
    /// <exception cref="EngineException">A source can't be read, or has numbers that are none.</exception>
    /// <exception cref="IOException">The file can't be written.</exception>
    public void Write(string path, Action<long> onRead, CancellationToken cancellationToken)
    {
        // A full disk shows at once, not after minutes.
        using SafeFileHandle file = File.OpenHandle(
            path, FileMode.CreateNew, FileAccess.Write, FileShare.None, FileOptions.None, _length);
        var writing = new Writing(file, onRead, cancellationToken);
        foreach (Action<Writing> work in _work)
            work(writing);
        if (RandomAccess.GetLength(file) < _length)
            RandomAccess.SetLength(file, _length);
    }

    private StoredTensor Allocate(string name, TensorProto.Types.DataType type, params long[] shape)
    {
        long offset = (_length + Alignment - 1) / Alignment * Alignment;
        long length = shape.Aggregate(type == TensorProto.Types.DataType.Float ? sizeof(float) : 1L, (bytes, size) => bytes * size);
        _length = offset + length;
        return new StoredTensor(name, type, shape, offset, length);
    }

    private static void Write(Writing writing, SourceMatrix source, StoredMatrix matrix, int start)
    {
        int sourceBytes = checked((int)source.Tensor.RowBytes);
        int codeBytes = checked((int)(matrix.Codes.Length / matrix.Rows));
        int chunk = Math.Clamp(ChunkBytes / Math.Max(sourceBytes, codeBytes), 1, source.Rows);
        byte[] rows = new byte[chunk * sourceBytes];
        byte[] codes = new byte[chunk * codeBytes];
        float[] scales = new float[matrix.Scales is null ? 0 : chunk * matrix.Blocks];
        float[] offsets = new float[matrix.Offsets is null ? 0 : chunk * matrix.Blocks];
        var encoder = new MatrixEncoder(source, matrix.Bits);

        for (int first = 0; first < source.Rows; first += chunk)
        {
            int count = Math.Min(chunk, source.Rows - first);
            source.Read(first, count, rows);
            for (int i = 0; i < count; i++)
            {
                encoder.Encode(
                    first + i,
                    rows.AsSpan(i * sourceBytes, sourceBytes),
                    codes.AsSpan(i * codeBytes, codeBytes),
                    matrix.Scales is null ? [] : scales.AsSpan(i * matrix.Blocks, matrix.Blocks),
                    matrix.Offsets is null ? [] : offsets.AsSpan(i * matrix.Blocks, matrix.Blocks));
            }

            long row = start + first;
            writing.Write(matrix.Codes.Offset + (row * codeBytes), codes.AsSpan(0, count * codeBytes));
            WriteBlocks(matrix.Scales, scales);
            WriteBlocks(matrix.Offsets, offsets);
            writing.Advance((long)count * sourceBytes);

            void WriteBlocks(StoredTensor? tensor, float[] values)
            {
                if (tensor is not null)
                {
                    writing.Write(
                        tensor.Offset + (row * matrix.Blocks * sizeof(float)),
                        MemoryMarshal.AsBytes(values.AsSpan(0, count * matrix.Blocks)));
                }
            }
        }
    }

    /// <summary>A file that is being written.</summary>
    private sealed class Writing(SafeFileHandle file, Action<long> onRead, CancellationToken cancellationToken)
    {
        private long _read;

        public void Write(long offset, ReadOnlySpan<byte> bytes)
        {
            cancellationToken.ThrowIfCancellationRequested();
            RandomAccess.Write(file, bytes, offset);
        }

        public void Advance(long bytes) => onRead(_read += bytes);
    }
}
