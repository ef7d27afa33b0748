using System.Buffers.Binary;

namespace LspCompletion.Engine.Models.Import;

/// <summary>
/// Reads encodings of GGUF whose numbers are scale * code + offset in blocks of 32, the code a signed integer around
/// zero. The layouts are those of ggml (https://github.com/ggml-org/ggml, MIT): ggml-common.h, dequantize_row_*.
/// </summary>
internal static class AffineBlocks
{
    /// <summary>Numbers of one block.</summary>
    public const int Length = 32;

    private const int SuperBlockLength = 256;

    /// <summary>Splits a row into codes, scales and offsets.</summary>
    /// <param name="encoding">One for which <see cref="TensorEncodings.IsAffine"/> holds.</param>
    /// <param name="row">The row's bytes.</param>
    /// <param name="codes">One for each number.</param>
    /// <param name="scales">One for each block.</param>
    /// <param name="offsets">One for each block.</param>
    public static void Read(
        TensorEncoding encoding, ReadOnlySpan<byte> row, Span<sbyte> codes, Span<float> scales, Span<float> offsets)
    {
        int size = encoding.BlockBytes();
        int length = encoding.BlockLength();
        for (int i = 0; i * size < row.Length; i++)
        {
            ReadOnlySpan<byte> block = row.Slice(i * size, size);
            Span<sbyte> blockCodes = codes.Slice(i * length, length);
            if (length == SuperBlockLength)
                ReadSuperBlock(encoding, block, blockCodes, scales.Slice(i * 8, 8), offsets.Slice(i * 8, 8));
            else
                (scales[i], offsets[i]) = ReadBlock(encoding, block, blockCodes);
        }
    }

    private static (float Scale, float Offset) ReadBlock(
        TensorEncoding encoding, ReadOnlySpan<byte> block, Span<sbyte> codes)
    {
        float scale = Half(block);
        switch (encoding)
        {
            case TensorEncoding.Q4_0:
                ReadNibbles(block[2..], codes, highBits: 0, centre: 8);
                return (scale, 0);
            case TensorEncoding.Q4_1:
                ReadNibbles(block[4..], codes, highBits: 0, centre: 8);
                return (scale, Half(block[2..]) + (8 * scale));
            case TensorEncoding.Q5_0:
                ReadNibbles(block[6..], codes, BinaryPrimitives.ReadUInt32LittleEndian(block[2..]), centre: 16);
                return (scale, 0);
            case TensorEncoding.Q5_1:
                ReadNibbles(block[8..], codes, BinaryPrimitives.ReadUInt32LittleEndian(block[4..]), centre: 16);
                return (scale, Half(block[2..]) + (16 * scale));
            case TensorEncoding.Q8_0:
                for (int i = 0; i < Length; i++)
                    codes[i] = (sbyte)block[2 + i];
                return (scale, 0);
            default:
                throw new InvalidOperationException($"{encoding} has no blocks of {Length}.");
        }
    }

    // Byte i holds numbers i and i + 16; where there is a fifth bit, number i's is bit i.
    private static void ReadNibbles(ReadOnlySpan<byte> nibbles, Span<sbyte> codes, uint highBits, int centre)
    {
        for (int i = 0; i < 16; i++)
        {
            uint low = (nibbles[i] & 0xFu) | (((highBits >> i) & 1) << 4);
            uint high = (uint)(nibbles[i] >> 4) | (((highBits >> (i + 16)) & 1) << 4);
            codes[i] = (sbyte)((int)low - centre);
            codes[i + 16] = (sbyte)((int)high - centre);
        }
    }

    // 32 bytes of nibbles hold two blocks: the low halves the first, the high halves the second.
    private static void ReadSuperBlock(
        TensorEncoding encoding, ReadOnlySpan<byte> block, Span<sbyte> codes, Span<float> scales, Span<float> offsets)
    {
        float scale = Half(block);
        float minimum = Half(block[2..]);
        ReadOnlySpan<byte> packed = block.Slice(4, 12);
        bool isFiveBits = encoding == TensorEncoding.Q5_K;
        ReadOnlySpan<byte> fifthBits = isFiveBits ? block.Slice(16, 32) : default;
        ReadOnlySpan<byte> nibbles = block[(isFiveBits ? 48 : 16)..];
        int centre = isFiveBits ? 16 : 8;

        for (int i = 0; i < 8; i++)
        {
            (int scaleCode, int minimumCode) = SixBits(packed, i);
            scales[i] = scale * scaleCode;
            offsets[i] = (centre * scales[i]) - (minimum * minimumCode);
            for (int j = 0; j < Length; j++)
            {
                int pair = nibbles[(i / 2 * Length) + j];
                int code = (i & 1) == 0 ? pair & 0xF : pair >> 4;
                if (isFiveBits)
                    code |= ((fifthBits[j] >> i) & 1) << 4;
                codes[(i * Length) + j] = (sbyte)(code - centre);
            }
        }
    }

    // Eight scales and eight minima of 6 bits in 12 bytes; the last four of each are spread over three places.
    private static (int Scale, int Minimum) SixBits(ReadOnlySpan<byte> packed, int i) => i < 4
        ? (packed[i] & 63, packed[i + 4] & 63)
        : ((packed[i + 4] & 0xF) | (packed[i - 4] >> 6 << 4), (packed[i + 4] >> 4) | (packed[i] >> 6 << 4));

    private static float Half(ReadOnlySpan<byte> bytes) => (float)BinaryPrimitives.ReadHalfLittleEndian(bytes);
}
