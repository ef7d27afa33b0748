using LspCompletion.Engine;
using LspCompletion.Engine.Decoding;

namespace LspCompletion.Server.Backends;

/// <summary>
/// Writes completions, wherever that happens: the server knows no model but through this. Its methods may be called on
/// any thread, and don't block. Whoever made it disposes of it, once: that ends what is running, and is done when nothing
/// of it is left.
/// <para>
/// What it throws has one meaning each. <see cref="OperationCanceledException"/>: the caller's own token was cancelled.
/// <see cref="OvertakenException"/>: idle work gave way. <see cref="BackendGoneException"/>: it was disposed of, or has no
/// model; to ask it again is of no use. <see cref="EngineException"/>: anything else that went wrong, foreseen or not. A
/// guide that fails ends nothing: names are left free, and <see cref="CompletionStats.UnguidedReason"/> says why.
/// </para>
/// </summary>
internal interface IBackend : IAsyncDisposable
{
    /// <summary>Raised on any thread, outside of locks, when <see cref="Trouble"/> is another one.</summary>
    event Action? Changed;

    /// <summary>What is not as it should be although there are completions, as the end of a sentence.</summary>
    string? Trouble { get; }

    /// <summary>What is kept of documents' prompts, as it was when the last work ended.</summary>
    CacheUsage Cache { get; }

    /// <summary>
    /// Makes it ready. Called before anything else is asked for, which then waits for it; and again only where it failed.
    /// </summary>
    /// <param name="progress">Is told the share that is done, from 0 to 1, on any thread.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="EngineException">It can't be made ready; the message says why.</exception>
    /// <exception cref="BackendGoneException">It was disposed of meanwhile.</exception>
    /// <exception cref="OperationCanceledException">Cancelled by the token.</exception>
    Task<BackendDescription> LoadAsync(IProgress<double> progress, CancellationToken cancellationToken);

    /// <summary>Completes a document.</summary>
    /// <param name="document">Its URI: what is kept of its last prompt is used again.</param>
    /// <param name="request">
    /// The document's text, and how far to go on. Its <see cref="DecodingOptions.TimeLimit"/> counts from this call, since
    /// somebody waits from then on: what the work of others takes before its turn comes is taken off it, up to one half.
    /// The other half is its own, so that whoever is behind others gets on, too. What it cuts says so by
    /// <see cref="StopReason.TimeLimit"/>. Idle work has no limit.
    /// </param>
    /// <param name="onText">Is given the completion piece by piece, on any thread; <see langword="null"/> if nobody asks.</param>
    /// <param name="urgency">Whether somebody waits. Idle work is overtaken by work that somebody waits for.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="EngineException">It can't be completed; the message says why.</exception>
    /// <exception cref="BackendGoneException">It was disposed of, or has no model.</exception>
    /// <exception cref="OvertakenException">Idle work gave way.</exception>
    /// <exception cref="OperationCanceledException">Cancelled by the token.</exception>
    Task<CompletionResult> CompleteAsync(
        string document, CompletionRequest request, Action<string>? onText, Urgency urgency, CancellationToken cancellationToken);

    /// <summary>Computes a prompt in idle time, so that completing it later has nothing left to compute.</summary>
    /// <param name="document">The document's URI.</param>
    /// <param name="request">The document's text; how to decode doesn't matter.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="EngineException">It can't be computed; the message says why.</exception>
    /// <exception cref="BackendGoneException">It was disposed of, or has no model.</exception>
    /// <exception cref="OvertakenException">It gave way.</exception>
    /// <exception cref="OperationCanceledException">Cancelled by the token.</exception>
    Task WarmAsync(string document, CompletionRequest request, CancellationToken cancellationToken);

    /// <summary>Remembers source files of a folder, for completions that the folder's files have a say in.</summary>
    /// <param name="folder">The folder's path, as in <see cref="CompletionRequest.Folder"/>.</param>
    /// <param name="files">The files as they are now, each once; together at most a few megabytes.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>
    /// What is remembered of the folder then. Where that is less than what was told, what was told before is lost, since another
    /// one writes now: it has to be told again.
    /// </returns>
    /// <exception cref="EngineException">It can't be remembered; the message says why.</exception>
    /// <exception cref="BackendGoneException">It was disposed of, or has no model.</exception>
    /// <exception cref="OperationCanceledException">Cancelled by the token.</exception>
    Task<MemoryUsage> RememberAsync(string folder, IReadOnlyList<RememberedFile> files, CancellationToken cancellationToken) =>
        Task.FromResult(MemoryUsage.None);

    /// <summary>Lets go what is remembered of a folder.</summary>
    void ForgetFolder(string folder)
    {
    }

    /// <summary>
    /// Lets go what is kept of a document that was closed. Idle work for it is overtaken; what somebody waits for ends first,
    /// and is best cancelled before. Never lost, whatever else there is to do.
    /// </summary>
    void Forget(string document);
}
