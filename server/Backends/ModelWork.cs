using System.Diagnostics.CodeAnalysis;

namespace LspCompletion.Server.Backends;

/// <summary>Work for the model's thread, from when it is asked for to what comes of it.</summary>
/// <param name="document">The document that it is for; <see langword="null"/> if it is for none.</param>
[SuppressMessage("Design", "CA1001", Justification = "Without timer and wait handle there is nothing to dispose of.")]
internal abstract class ModelWork(string? document)
{
    private readonly CancellationTokenSource _overtaken = new();

    /// <summary>The document that it is for.</summary>
    public string? Document => document;

    /// <summary>Cancelled when something took its place.</summary>
    protected CancellationToken Overtaken => _overtaken.Token;

    /// <summary>Ends it, whether it is running or waits for its turn.</summary>
    public void Overtake() => _overtaken.Cancel();

    /// <summary>Does it, or ends it at once where nobody wants it any more. Throws nothing.</summary>
    /// <param name="stopping">Cancelled when the thread ends.</param>
    public abstract void Run(CancellationToken stopping);
}

/// <summary>Work that something comes of.</summary>
/// <param name="document">The document that it is for; <see langword="null"/> if it is for none.</param>
/// <param name="work">The work; it ends early when its token is cancelled.</param>
/// <param name="cancellationToken">Nobody wants it any more.</param>
internal sealed class ModelWork<T>(string? document, Func<CancellationToken, T> work, CancellationToken cancellationToken)
    : ModelWork(document)
{
    // Continuations must not run on the model's thread.
    private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What comes of it.</summary>
    public Task<T> Result => _completion.Task;

    /// <inheritdoc/>
    public override void Run(CancellationToken stopping)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, stopping, Overtaken);
        try
        {
            ending.Token.ThrowIfCancellationRequested();
            _completion.SetResult(work(ending.Token));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            _completion.SetCanceled(cancellationToken);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            _completion.SetException(new BackendGoneException("The model was let go."));
        }
        catch (OperationCanceledException) when (Overtaken.IsCancellationRequested)
        {
            _completion.SetException(new OvertakenException());
        }
        catch (Exception exception)
        {
            _completion.SetException(exception);
        }
    }
}
