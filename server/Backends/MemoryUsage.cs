namespace LspCompletion.Server.Backends;

/// <summary>What is remembered of a folder.</summary>
/// <param name="Files">The files.</param>
/// <param name="LeftOut">Files that had no room.</param>
/// <param name="Bytes">The memory that they take.</param>
internal sealed record MemoryUsage(int Files, int LeftOut, long Bytes)
{
    /// <summary>Nothing is remembered.</summary>
    public static MemoryUsage None { get; } = new(0, 0, 0);
}
