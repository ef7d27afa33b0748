namespace LspCompletion.Server.Completion;

/// <summary>How it is known where a document's cursor is.</summary>
internal enum CursorNews
{
    /// <summary>Not at all: the document was just opened, and its start is as good as any place.</summary>
    Opened,

    /// <summary>An edit ended there.</summary>
    Edited,

    /// <summary>The client said so.</summary>
    Moved,
}
