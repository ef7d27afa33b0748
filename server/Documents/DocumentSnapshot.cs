namespace LspCompletion.Server.Documents;

/// <summary>A document at one moment, immutable and free to take.</summary>
internal sealed record DocumentSnapshot
{
    /// <summary>The document's name, as the client writes it: any scheme, unsaved documents too.</summary>
    public required string Uri { get; init; }

    /// <summary>The client's name for the language, such as <c>csharp</c>.</summary>
    public required string LanguageId { get; init; }

    /// <summary>The client's count of the document's changes.</summary>
    public required int Version { get; init; }

    /// <summary>The whole text. Take the parts that are needed: <see cref="DocumentText.Slice"/>.</summary>
    public required DocumentText Text { get; init; }

    /// <summary>Whether it is a cell of a notebook: its code goes on from that of others, which no compiler sees here.</summary>
    public bool IsNotebookCell { get; init; }
}
