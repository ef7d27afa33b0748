namespace LspCompletion.Engine.Explaining;

/// <summary>What keys and values take of the memory.</summary>
/// <param name="Layers">Layers that have keys and values.</param>
/// <param name="KeyValueHeads">Heads of each.</param>
/// <param name="HeadSize">Numbers of a head.</param>
/// <param name="NumberBytes">Bytes of a number.</param>
/// <param name="Capacity">Tokens that a slot holds.</param>
/// <param name="Buffers">Buffers of that capacity: one where a step writes where it reads, else two in turns.</param>
/// <param name="AllocatedBytes">What a slot's tensors take, as ONNX Runtime allocated them.</param>
public sealed record CacheMemory(
    int Layers, int KeyValueHeads, int HeadSize, int NumberBytes, int Capacity, int Buffers, long AllocatedBytes)
{
    /// <summary>Bytes of one token: a key and a value in each head of each layer.</summary>
    public long BytesPerToken => 2L * Layers * KeyValueHeads * HeadSize * NumberBytes;

    /// <summary>Bytes of a slot, by the figures.</summary>
    public long DerivedBytes => BytesPerToken * Capacity * Buffers;
}
