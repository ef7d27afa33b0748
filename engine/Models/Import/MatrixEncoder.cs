using System.Buffers;
using System.Runtime.InteropServices;

namespace LspCompletion.Engine.Models.Import;

/// <summary>
/// Turns rows of a source into what is stored: codes that the source has already are taken over as they are, other
/// numbers are rounded. Used by one thread.
/// </summary>
/// <param name="source">Where the rows come from.</param>
/// <param name="bits">4 or 8 for codes, 32 for the numbers themselves.</param>
internal sealed class MatrixEncoder(SourceMatrix source, int bits)
{
    private readonly TensorDecoder _decoder = new();
    private readonly TensorEncoding _encoding = source.Tensor.Encoding;
    private readonly int _columns = source.Columns;
    private readonly int _blocks = StoredMatrix.BlocksOf(source.Columns);
    private readonly float[] _numbers = new float[source.Columns];
    private readonly sbyte[] _codes = new sbyte[StoredMatrix.BlocksOf(source.Columns) * AffineBlocks.Length];

    /// <summary>Whether an encoding's codes fit so many bits.</summary>
    public static bool IsLossless(TensorEncoding encoding, int bits) => encoding.IsAffine() && encoding.Bits() <= bits && bits <= 8;

    /// <summary>Encodes one row.</summary>
    /// <param name="index">Which row it is, for the error.</param>
    /// <param name="row">Its bytes.</param>
    /// <param name="stored">Is given the codes, or the numbers.</param>
    /// <param name="scales">Is given each block's scale; empty without blocks.</param>
    /// <param name="offsets">Is given each block's offset; empty where they are not kept.</param>
    /// <exception cref="EngineException">A number is infinite or none.</exception>
    public void Encode(int index, ReadOnlySpan<byte> row, Span<byte> stored, Span<float> scales, Span<float> offsets)
    {
        if (bits == 32)
        {
            _decoder.Decode(_encoding, row, _numbers);
            foreach (float number in _numbers)
                Check(index, number);
            MemoryMarshal.AsBytes(_numbers.AsSpan()).CopyTo(stored);
            return;
        }

        if (IsLossless(_encoding, bits))
            TakeOver(index, row, scales, offsets);
        else
            Quantize(index, row, scales);
        Pack(stored);
    }

    private void TakeOver(int index, ReadOnlySpan<byte> row, Span<float> scales, Span<float> offsets)
    {
        if (!offsets.IsEmpty)
        {
            AffineBlocks.Read(_encoding, row, _codes, scales, offsets);
        }
        else
        {
            float[] zeros = ArrayPool<float>.Shared.Rent(_blocks);
            AffineBlocks.Read(_encoding, row, _codes, scales, zeros.AsSpan(0, _blocks));
            ArrayPool<float>.Shared.Return(zeros);
        }

        foreach (float scale in scales)
            Check(index, scale);
        foreach (float offset in offsets)
            Check(index, offset);
    }

    private void Quantize(int index, ReadOnlySpan<byte> row, Span<float> scales)
    {
        _decoder.Decode(_encoding, row, _numbers);
        for (int block = 0; block < _blocks; block++)
        {
            int start = block * AffineBlocks.Length;
            int length = Math.Min(AffineBlocks.Length, _columns - start);
            scales[block] = BlockQuantizer.Quantize(_numbers.AsSpan(start, length), bits, _codes.AsSpan(start, length));
            Check(index, scales[block]);
        }
    }

    private void Pack(Span<byte> stored)
    {
        if (bits == 8)
        {
            for (int i = 0; i < stored.Length; i++)
                stored[i] = (byte)(_codes[i] + 128);
            return;
        }

        for (int i = 0; i < stored.Length; i++)
            stored[i] = (byte)((_codes[2 * i] + 8) | ((_codes[(2 * i) + 1] + 8) << 4));
    }

    private void Check(int index, float number)
    {
        if (!float.IsFinite(number))
            throw source.Tensor.NotFinite(source.Order is null ? index : source.Order(index));
    }
}
