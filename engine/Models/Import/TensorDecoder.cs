using System.Buffers.Binary;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace LspCompletion.Engine.Models.Import;

/// <summary>Turns rows of any encoding into 32-bit numbers. Used by one thread.</summary>
internal sealed class TensorDecoder
{
    private sbyte[] _codes = [];
    private float[] _scales = [];
    private float[] _offsets = [];

    /// <summary>Decodes one row, or several that follow each other.</summary>
    public void Decode(TensorEncoding encoding, ReadOnlySpan<byte> row, Span<float> numbers)
    {
        switch (encoding)
        {
            case TensorEncoding.F32:
                MemoryMarshal.Cast<byte, float>(row).CopyTo(numbers);
                break;
            case TensorEncoding.F16:
                TensorPrimitives.ConvertToSingle(MemoryMarshal.Cast<byte, Half>(row), numbers);
                break;
            case TensorEncoding.BF16:
                ReadOnlySpan<ushort> upper = MemoryMarshal.Cast<byte, ushort>(row);
                Span<uint> bits = MemoryMarshal.Cast<float, uint>(numbers);
                for (int i = 0; i < upper.Length; i++)
                    bits[i] = (uint)upper[i] << 16;
                break;
            case TensorEncoding.Q6_K:
                DecodeSixBits(row, numbers);
                break;
            default:
                DecodeAffine(encoding, row, numbers);
                break;
        }
    }

    private void DecodeAffine(TensorEncoding encoding, ReadOnlySpan<byte> row, Span<float> numbers)
    {
        int blocks = numbers.Length / AffineBlocks.Length;
        if (_codes.Length < numbers.Length)
        {
            _codes = new sbyte[numbers.Length];
            _scales = new float[blocks];
            _offsets = new float[blocks];
        }

        AffineBlocks.Read(encoding, row, _codes, _scales, _offsets);
        for (int i = 0; i < numbers.Length; i++)
        {
            int block = i / AffineBlocks.Length;
            numbers[i] = (_scales[block] * _codes[i]) + _offsets[block];
        }
    }

    // Four low bits, two high bits, a scale for each 16 numbers, a scale for all.
    private static void DecodeSixBits(ReadOnlySpan<byte> row, Span<float> numbers)
    {
        int size = TensorEncoding.Q6_K.BlockBytes();
        for (int i = 0; i * size < row.Length; i++)
        {
            ReadOnlySpan<byte> block = row.Slice(i * size, size);
            ReadOnlySpan<byte> lowBits = block[..128];
            ReadOnlySpan<byte> highBits = block.Slice(128, 64);
            ReadOnlySpan<byte> scales = block.Slice(192, 16);
            float scale = (float)BinaryPrimitives.ReadHalfLittleEndian(block[208..]);
            Span<float> target = numbers.Slice(i * 256, 256);
            for (int j = 0; j < 256; j++)
            {
                // Each half of the block has 64 bytes of low bits and 32 of high bits, which four stretches of 32 share.
                int half = j / 128;
                int stretch = j / 32 % 4;
                int lane = j % 32;
                int low = lowBits[(half * 64) + (stretch % 2 * 32) + lane] >> (stretch / 2 * 4) & 0xF;
                int high = highBits[(half * 32) + lane] >> (stretch * 2) & 3;
                target[j] = scale * (sbyte)scales[j / 16] * ((low | (high << 4)) - 32);
            }
        }
    }
}
