namespace LspCompletion.Engine.Models.Import;

/// <summary>The sizes of the encodings.</summary>
internal static class TensorEncodings
{
    /// <summary>Numbers that are stored together: a row is a multiple of it.</summary>
    public static int BlockLength(this TensorEncoding encoding) => encoding switch
    {
        TensorEncoding.F32 or TensorEncoding.F16 or TensorEncoding.BF16 => 1,
        TensorEncoding.Q4_K or TensorEncoding.Q5_K or TensorEncoding.Q6_K => 256,
        _ => 32,
    };

    /// <summary>Bytes of such a block.</summary>
    public static int BlockBytes(this TensorEncoding encoding) => encoding switch
    {
        TensorEncoding.F32 => 4,
        TensorEncoding.F16 or TensorEncoding.BF16 => 2,
        TensorEncoding.Q4_0 => 2 + 16,
        TensorEncoding.Q4_1 => 2 + 2 + 16,
        TensorEncoding.Q5_0 => 2 + 4 + 16,
        TensorEncoding.Q5_1 => 2 + 2 + 4 + 16,
        TensorEncoding.Q8_0 => 2 + 32,
        TensorEncoding.Q4_K => 2 + 2 + 12 + 128,
        TensorEncoding.Q5_K => 2 + 2 + 12 + 32 + 128,
        TensorEncoding.Q6_K => 128 + 64 + 16 + 2,
        _ => throw new InvalidOperationException($"No size for {encoding}."),
    };

    /// <summary>Bits of a number without the block's scale.</summary>
    public static int Bits(this TensorEncoding encoding) => encoding switch
    {
        TensorEncoding.F32 => 32,
        TensorEncoding.F16 or TensorEncoding.BF16 => 16,
        TensorEncoding.Q8_0 => 8,
        TensorEncoding.Q6_K => 6,
        TensorEncoding.Q5_0 or TensorEncoding.Q5_1 or TensorEncoding.Q5_K => 5,
        _ => 4,
    };

    /// <summary>
    /// Whether its numbers are scale * integer + offset in blocks of 32, so that <see cref="AffineBlocks"/> reads them.
    /// </summary>
    public static bool IsAffine(this TensorEncoding encoding) =>
        encoding is not (TensorEncoding.F32 or TensorEncoding.F16 or TensorEncoding.BF16 or TensorEncoding.Q6_K);

    /// <summary>Whether the blocks' offsets are anything but zero.</summary>
    public static bool HasOffsets(this TensorEncoding encoding) => encoding
        is TensorEncoding.Q4_1 or TensorEncoding.Q5_1 or TensorEncoding.Q4_K or TensorEncoding.Q5_K;
}
