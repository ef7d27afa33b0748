namespace LspCompletion.Tests;

/// <summary>What the hub answers.</summary>
internal sealed record HubReply(int Status, byte[] Body)
{
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Bytes of the body after which the connection is cut; null for none.</summary>
    public int? CutAfter { get; init; }

    /// <summary>Milliseconds between two bytes of the body; null for all at once.</summary>
    public int? DripsEveryMs { get; init; }

    /// <summary>The body goes on and on; is told how many bytes were written. Null for a body with an end.</summary>
    public Action<int>? Endless { get; init; }

    /// <summary>Whether it says nothing more after <see cref="CutAfter"/> and keeps the connection.</summary>
    public bool Hangs { get; init; }
}
