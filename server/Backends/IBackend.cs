using LspCompletion.Engine;

namespace LspCompletion.Server.Backends;

/// <summary>
/// Writes completions, wherever that happens: the server knows no model but through this. Its methods may be called on
/// any thread, and don't block; disposing ends what is running.
/// </summary>
internal interface IBackend : IDisposable
{
    /// <summary>Raised on any thread when <see cref="Trouble"/> is another one.</summary>
    event Action? Changed;

    /// <summary>What is not as it should be although there are completions, as the end of a sentence.</summary>
    string? Trouble { get; }

    /// <summary>What is kept of documents' prompts, as it was when the last work ended.</summary>
    CacheUsage Cache { get; }

    /// <summary>Makes it ready. Called once, before anything else is asked for.</summary>
    /// <param name="progress">Is told the share that is done, from 0 to 1, on any thread.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="EngineException">It can't be made ready; the message says why.</exception>
    Task<BackendDescription> LoadAsync(IProgress<double> progress, CancellationToken cancellationToken);

    /// <summary>Completes a document.</summary>
    /// <param name="document">Its URI: what is kept of its last prompt is used again.</param>
    /// <param name="request">The document's text, and how far to go on.</param>
    /// <param name="onText">Is given the completion piece by piece, on any thread; <see langword="null"/> if nobody asks.</param>
    /// <param name="urgency">Whether somebody waits. Idle work is cancelled when work comes that somebody waits for.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="EngineException">It can't be completed; the message says why.</exception>
    /// <exception cref="OperationCanceledException">Cancelled, overtaken, or there is no model any more.</exception>
    Task<CompletionResult> CompleteAsync(
        string document, CompletionRequest request, Action<string>? onText, Urgency urgency, CancellationToken cancellationToken);

    /// <summary>Computes a prompt in idle time, so that completing it later has nothing left to compute.</summary>
    /// <param name="document">The document's URI.</param>
    /// <param name="request">The document's text; how to decode doesn't matter.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="OperationCanceledException">Cancelled, overtaken, or there is no model any more.</exception>
    Task WarmAsync(string document, CompletionRequest request, CancellationToken cancellationToken);

    /// <summary>Lets go what is kept of a document that was closed.</summary>
    void Forget(string document);
}
