using System.Buffers.Binary;
using System.Runtime.InteropServices;
using LspCompletion.Engine.Models.Import;

namespace LspCompletion.Engine.Tests.Models.Import;

/// <summary>Random weights in any encoding, of a size that a model would have.</summary>
internal static class RandomBlocks
{
    private const float Size = 0.08f;

    public static byte[] Create(TensorEncoding encoding, int count, Random random)
    {
        byte[] bytes = new byte[count / encoding.BlockLength() * encoding.BlockBytes()];
        if (encoding is TensorEncoding.F32 or TensorEncoding.F16 or TensorEncoding.BF16)
        {
            for (int i = 0; i < count; i++)
                WriteNumber(encoding, bytes, i, (float)((random.NextDouble() - 0.5) * 2 * Size));
            return bytes;
        }

        random.NextBytes(bytes);
        int length = encoding.BlockBytes();
        for (int at = 0; at < bytes.Length; at += length)
        {
            Span<byte> block = bytes.AsSpan(at, length);
            float sign = random.Next(2) == 0 ? 1 : -1;
            switch (encoding)
            {
                case TensorEncoding.Q4_1 or TensorEncoding.Q5_1:
                    float step = Size / (encoding == TensorEncoding.Q4_1 ? 8 : 16);
                    WriteHalf(block, step);
                    WriteHalf(block[2..], -Size * (0.8f + (0.4f * random.NextSingle())));
                    break;
                case TensorEncoding.Q4_K or TensorEncoding.Q5_K:
                    WriteHalf(block, Size / 32 / (encoding == TensorEncoding.Q4_K ? 8 : 16));
                    WriteHalf(block[2..], Size / 32);
                    break;
                case TensorEncoding.Q6_K:
                    WriteHalf(block[208..], Size / 64 / 32);
                    break;
                default:
                    int reach = 1 << (encoding.Bits() - 1);
                    WriteHalf(block, sign * Size / reach);
                    break;
            }
        }

        return bytes;
    }

    private static void WriteNumber(TensorEncoding encoding, byte[] bytes, int index, float number)
    {
        switch (encoding)
        {
            case TensorEncoding.F32:
                MemoryMarshal.Cast<byte, float>(bytes.AsSpan())[index] = number;
                break;
            case TensorEncoding.F16:
                MemoryMarshal.Cast<byte, Half>(bytes.AsSpan())[index] = (Half)number;
                break;
            default:
                MemoryMarshal.Cast<byte, ushort>(bytes.AsSpan())[index] = (ushort)(BitConverter.SingleToUInt32Bits(number) >> 16);
                break;
        }
    }

    private static void WriteHalf(Span<byte> target, float number) =>
        BinaryPrimitives.WriteHalfLittleEndian(target, (Half)number);
}
