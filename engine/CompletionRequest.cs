using System.Text.Json.Serialization;
using LspCompletion.Engine.Decoding;
using LspCompletion.Engine.Memory;
using LspCompletion.Engine.Prompting;

namespace LspCompletion.Engine;

/// <summary>What is to be completed: a document cut in two at the cursor, and how far to go on.</summary>
public sealed record CompletionRequest
{
    /// <summary>The document's path as the model should see it: relative, with forward slashes. May be empty.</summary>
    public required string Path { get; init; }

    /// <summary>
    /// The document's text before the anchor, whole; the prompt takes from it what its budget allows. Whoever sets no
    /// anchor gives all text before the cursor.
    /// </summary>
    public required string Prefix { get; init; }

    /// <summary>
    /// What stands between the anchor and the cursor. While only this grows, the prompt is only ever appended to, and
    /// every token before it is reused.
    /// </summary>
    public string Typed { get; init; } = "";

    /// <summary>The document's text after the cursor, whole, as it was when the anchor was set.</summary>
    public required string Suffix { get; init; }

    /// <summary>
    /// What stands after the cursor now, where that isn't <see cref="Suffix"/> any more: the completion ends where it
    /// would write this again.
    /// </summary>
    public string? TextAfterCursor { get; init; }

    /// <summary>Other texts that belong in the prompt, the most valuable last, next to the document.</summary>
    public IReadOnlyList<ContextFile> Context { get; init; } = [];

    /// <summary>The folder that <see cref="Path"/> counts from; <see langword="null"/> if there is none, or it has no say.</summary>
    public string? Folder { get; init; }

    /// <summary>
    /// The other files of the project, whose text has a say in what comes next where <see cref="DecodingOptions.UsesProject"/>
    /// is set; <see langword="null"/> if they aren't known. It stays the same while the anchor does. Known only where the model
    /// runs: it is part of no message.
    /// </summary>
    [JsonIgnore]
    public ProjectMemory? Project { get; init; }

    /// <summary>Knows which names may come while the completion is written; <see langword="null"/> if nobody does.</summary>
    public INameGuide? Guide { get; init; }

    /// <summary>How tokens are chosen and when to stop.</summary>
    public DecodingOptions Decoding { get; init; } = new();
}
