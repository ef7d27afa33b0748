namespace LspCompletion.Tests;

/// <summary>What the hub answers.</summary>
internal sealed record HubReply(int Status, byte[] Body)
{
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Bytes of the body after which the connection is cut; null for none.</summary>
    public int? CutAfter { get; init; }

    /// <summary>Whether it says nothing more after <see cref="CutAfter"/> and keeps the connection.</summary>
    public bool Hangs { get; init; }
}
