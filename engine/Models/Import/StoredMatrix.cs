namespace LspCompletion.Engine.Models.Import;

/// <summary>
/// A matrix in the file of weights, a row for each output: as 32-bit numbers, or in blocks along the row whose numbers
/// are scale * (code - 2^(bits-1)) + offset.
/// </summary>
internal sealed record StoredMatrix
{
    /// <summary>Its name in the graphs.</summary>
    public required string Name { get; init; }

    public required int Rows { get; init; }

    public required int Columns { get; init; }

    /// <summary>Bits of a code, 4 or 8; 32 where the numbers are as they are.</summary>
    public required int Bits { get; init; }

    /// <summary>The numbers, or the codes, <c>[rows, blocks, bytes]</c>, the first of two in the lower half of a byte.</summary>
    public required StoredTensor Codes { get; init; }

    /// <summary>Each block's scale, <c>[rows, blocks]</c>; null without blocks.</summary>
    public StoredTensor? Scales { get; init; }

    /// <summary>What is added to each block's numbers, <c>[rows, blocks]</c>; null where that is nothing.</summary>
    public StoredTensor? Offsets { get; init; }

    /// <summary>Blocks of a row.</summary>
    public int Blocks => BlocksOf(Columns);

    /// <summary>Blocks that a row of so many numbers takes.</summary>
    public static int BlocksOf(int columns) => (columns + AffineBlocks.Length - 1) / AffineBlocks.Length;

    /// <summary>Some of its rows.</summary>
    public StoredMatrix Slice(string name, int first, int count) => this with
    {
        Name = name,
        Rows = count,
        Codes = Codes.Rows($"{name}.codes", first, count),
        Scales = Scales?.Rows($"{name}.scales", first, count),
        Offsets = Offsets?.Rows($"{name}.offsets", first, count),
    };
}
