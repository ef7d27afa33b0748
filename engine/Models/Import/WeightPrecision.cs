namespace LspCompletion.Engine.Models.Import;

/// <summary>How the weights of an imported model are stored.</summary>
public enum WeightPrecision
{
    /// <summary>
    /// 4 bits for what comes in 4 bits, or in 16 and more; 8 bits for what comes in 5 to 8: a quantised model stays what
    /// it is.
    /// </summary>
    Auto,

    /// <summary>4 bits in blocks of 32; embedding and head 8.</summary>
    FourBits,

    /// <summary>8 bits in blocks of 32.</summary>
    EightBits,

    /// <summary>32-bit floating point.</summary>
    Full,
}
