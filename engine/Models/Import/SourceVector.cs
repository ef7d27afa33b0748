namespace LspCompletion.Engine.Models.Import;

/// <summary>A small tensor that is stored as 32-bit numbers: a norm's weights, a bias.</summary>
/// <param name="Tensor">Where it is.</param>
/// <param name="Length">How many numbers of it.</param>
/// <param name="Order">Which numbers, and in what order; null for all as they are.</param>
/// <param name="Added">What is added to each.</param>
internal sealed record SourceVector(SourceTensor Tensor, int Length, Func<int, int>? Order = null, float Added = 0)
{
    /// <summary>Reads it.</summary>
    /// <exception cref="EngineException">It can't be read, or has a number that is none.</exception>
    public float[] Read()
    {
        byte[] bytes = new byte[Tensor.ByteCount];
        float[] all = new float[Tensor.Rows * Tensor.Columns];
        Tensor.ReadRows(0, bytes);
        new TensorDecoder().Decode(Tensor.Encoding, bytes, all);

        float[] numbers = new float[Length];
        for (int i = 0; i < Length; i++)
        {
            numbers[i] = all[Order is null ? i : Order(i)] + Added;
            if (!float.IsFinite(numbers[i]))
                throw Tensor.NotFinite(0);
        }

        return numbers;
    }
}
