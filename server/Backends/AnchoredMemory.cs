using LspCompletion.Engine;

namespace LspCompletion.Server.Backends;

/// <summary>
/// The memory that a document's requests look up in while their anchor is the same: what is written behind an anchor is kept, joined
/// and checked, so all of it has to be of one moment. Used on the model's thread.
/// </summary>
internal sealed class AnchoredMemory
{
    private CompletionRequest? _anchor;

    /// <summary>A request with its project, as that was when its anchor was set.</summary>
    /// <param name="request">The request.</param>
    /// <param name="memories">What is remembered now.</param>
    public CompletionRequest Of(CompletionRequest request, FolderMemories memories)
    {
        if (!request.Decoding.UsesProject || request.Folder is not { } folder)
            return request;

        if (_anchor is null || !IsSame(_anchor, request))
            _anchor = request with { Project = memories.Without(folder, request.Path) };
        return request with { Project = _anchor.Project };
    }

    private static bool IsSame(CompletionRequest anchor, CompletionRequest request) =>
        anchor.Folder == request.Folder && anchor.Path == request.Path && anchor.Prefix == request.Prefix && anchor.Suffix == request.Suffix;
}
