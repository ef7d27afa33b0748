using LspCompletion.Server.Documents;

namespace LspCompletion.Server.Completion;

/// <summary>
/// What the protocol asks of the engine. All methods are called by the one that reads messages, in their order, and
/// must return soon; what takes long goes into the task of <see cref="CompleteAsync"/>.
/// </summary>
internal interface ICompletionService
{
    /// <summary>Raised on any thread, in order, whenever <see cref="Status"/> is another one.</summary>
    event Action<EngineStatus>? StatusChanged;

    /// <summary>What the engine is doing now.</summary>
    EngineStatus Status { get; }

    /// <summary>What is cached now.</summary>
    CacheState Cache { get; }

    /// <summary>Completes a document.</summary>
    /// <exception cref="OperationCanceledException">The client takes its question back.</exception>
    Task<CompletionReply> CompleteAsync(CompletionQuery query, CancellationToken cancellationToken);

    /// <summary>A document was opened, or is in sync again after it was <see cref="Closed"/>.</summary>
    void Opened(DocumentSnapshot document);

    /// <summary>A document was changed.</summary>
    /// <param name="before">The document before.</param>
    /// <param name="after">The document afterwards.</param>
    /// <param name="editStart">The first offset at which the two may differ, in UTF-16 code units.</param>
    void Changed(DocumentSnapshot before, DocumentSnapshot after, int editStart);

    /// <summary>The cursor rests at a place of a document, and nothing was changed there.</summary>
    /// <param name="document">The document, as it is now.</param>
    /// <param name="offset">The place, in UTF-16 code units.</param>
    void CursorMoved(DocumentSnapshot document, int offset);

    /// <summary>A document was closed, or nothing reliable is known of it any more.</summary>
    void Closed(DocumentSnapshot document);

    /// <summary>A notebook was opened or closed, or its cells come, go or move. Told before its cells are opened.</summary>
    /// <param name="notebook">Its URI.</param>
    /// <param name="cells">The documents that are its cells of code, in their order; none if it was closed.</param>
    void Arranged(string notebook, IReadOnlyList<string> cells);

    /// <summary>The client works in other folders.</summary>
    /// <param name="added">The URIs of folders that it works in now.</param>
    /// <param name="removed">The URIs of folders that it works in no more.</param>
    void FoldersChanged(IReadOnlyList<string> added, IReadOnlyList<string> removed);

    /// <summary>The editor shows a suggestion.</summary>
    void Shown(string suggestionId);

    /// <summary>The user accepted a suggestion.</summary>
    /// <param name="suggestionId">Which one; it may be one that is long forgotten.</param>
    /// <param name="acceptedLength">How much of its text, in UTF-16 code units; of all of it, the text's length.</param>
    void Accepted(string suggestionId, int acceptedLength);
}
