namespace LspCompletion.Engine.Inference;

/// <summary>How a graph takes and gives keys and values.</summary>
public enum GraphForm
{
    /// <summary>
    /// Past and present are one buffer of a fixed capacity, and <c>seqlens_k</c> says how much of it is valid
    /// (com.microsoft GroupQueryAttention). A trim is a smaller length.
    /// </summary>
    SharedBuffer,

    /// <summary>
    /// Past and present are two buffers of one fixed capacity; <c>position_ids</c> names the rows that are written
    /// and <c>limit</c> those that are seen.
    /// </summary>
    StaticCache,

    /// <summary>Present is past with the new rows behind it (Optimum's exports). A trim copies.</summary>
    Concatenating,
}
