using LspCompletion.Engine.Prompting;

namespace LspCompletion.Server.Context;

/// <summary>What the model is shown besides a document, and for which state of things it was chosen.</summary>
/// <param name="Parts">Its parts, the most valuable last.</param>
internal sealed record DocumentContext(IReadOnlyList<ContextPart> Parts)
{
    /// <summary>No context.</summary>
    public static DocumentContext None { get; } = new([]);

    /// <summary>The same as the engine takes it. The list stays the same object while the parts do.</summary>
    public IReadOnlyList<ContextFile> Files { get; } = [.. Parts.Select(part => part.File)];

    /// <summary>The cursor's line, from 0; <see langword="null"/> if nothing was chosen yet.</summary>
    public int? Line { get; init; }

    /// <summary>The latest change of another document: <see cref="SnippetIndex.LatestChangeBesides"/>.</summary>
    public long ChangesElsewhere { get; init; }
}
