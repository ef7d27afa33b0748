namespace LspCompletion.Engine.Models.Import;

/// <summary>Rows of a tensor in the order in which they are wanted. A vector is a matrix of one column per row.</summary>
/// <param name="Tensor">Where they are.</param>
/// <param name="Rows">How many.</param>
/// <param name="Order">Which rows, and in what order; null for all as they are.</param>
internal sealed record SourceMatrix(SourceTensor Tensor, int Rows, Func<int, int>? Order = null)
{
    /// <summary>Numbers of one row.</summary>
    public int Columns => checked((int)Tensor.Columns);

    /// <summary>The same, in another order or only some of the rows.</summary>
    public SourceMatrix Select(int rows, Func<int, int> order) => Order is null
        ? new SourceMatrix(Tensor, rows, order)
        : throw new InvalidOperationException($"{Tensor.Name} is in an order of its own already.");

    /// <summary>Reads the rows from <paramref name="firstRow"/> on.</summary>
    public void Read(int firstRow, int rows, Span<byte> bytes)
    {
        int rowBytes = checked((int)Tensor.RowBytes);
        if (Order is null)
        {
            Tensor.ReadRows(firstRow, bytes[..(rows * rowBytes)]);
            return;
        }

        for (int i = 0; i < rows; i++)
            Tensor.ReadRows(Order(firstRow + i), bytes.Slice(i * rowBytes, rowBytes));
    }
}
