namespace LspCompletion.Engine.Models.Import;

/// <summary>How a tensor's numbers are stored in the files that models come in.</summary>
internal enum TensorEncoding
{
    /// <summary>32-bit floating point.</summary>
    F32,

    /// <summary>16-bit floating point.</summary>
    F16,

    /// <summary>The upper half of a 32-bit floating point number.</summary>
    BF16,

    /// <summary>4 bits in blocks of 32 with a scale.</summary>
    Q4_0,

    /// <summary>4 bits in blocks of 32 with a scale and a minimum.</summary>
    Q4_1,

    /// <summary>5 bits in blocks of 32 with a scale.</summary>
    Q5_0,

    /// <summary>5 bits in blocks of 32 with a scale and a minimum.</summary>
    Q5_1,

    /// <summary>8 bits in blocks of 32 with a scale.</summary>
    Q8_0,

    /// <summary>4 bits in blocks of 256, of which each 32 have a scale and a minimum of 6 bits.</summary>
    Q4_K,

    /// <summary>5 bits in blocks of 256, of which each 32 have a scale and a minimum of 6 bits.</summary>
    Q5_K,

    /// <summary>6 bits in blocks of 256, of which each 16 have a scale of 8 bits.</summary>
    Q6_K,
}
