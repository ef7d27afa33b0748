namespace LspCompletion.Server.Languages;

/// <summary>A block that words open and close.</summary>
/// <param name="Open">The word that opens it.</param>
/// <param name="Close">The word that closes it; two with a blank between them where that is so.</param>
internal sealed record BlockRule(string Open, string Close)
{
    /// <summary>Whether it opens only where a statement begins: elsewhere the word is a modifier.</summary>
    public bool BeginsStatement { get; init; }

    /// <summary>Whether it opens within no bracket: there the word is part of an expression.</summary>
    public bool IsOutsideBrackets { get; init; }

    /// <summary>Words before it in the line, right before it or not, behind which it opens nothing.</summary>
    public IReadOnlyList<string> NotBehind { get; init; } = [];

    /// <summary>The word that its line has to end with; empty if it may end with any.</summary>
    public string LineEnd { get; init; } = "";

    /// <summary>What makes it stand for itself, where it comes later in the line: <c>=</c> of a method without an end.</summary>
    public string UnlessLater { get; init; } = "";
}
