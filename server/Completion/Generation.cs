using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace LspCompletion.Server.Completion;

/// <summary>
/// A completion that the model is writing. It outlives the request that began it: as long as what is typed agrees with
/// what is written, later requests join it.
/// </summary>
/// <param name="anchor">The anchor of its prompt.</param>
/// <param name="typed">The text between the anchor and the place where the model writes.</param>
[SuppressMessage("Design", "CA1001", Justification = "Without timer and wait handle there is nothing to dispose of.")]
internal sealed class Generation(PromptAnchor anchor, string typed)
{
    private readonly Lock _gate = new();
    private readonly StringBuilder _written = new();
    private readonly CancellationTokenSource _cancellation = new();
    private readonly TaskCompletionSource<Written> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string _wanted = typed;

    /// <summary>The text between the anchor and the place where the model writes.</summary>
    public string Typed { get; } = typed;

    /// <summary>
    /// What was written. Cancelled if it was ended because nobody can use it any more; fails with what the writing failed with.
    /// </summary>
    public Task<Written> Result => _result.Task;

    /// <summary>Writes, and makes what comes of it the result.</summary>
    /// <param name="write">Writes; it is to give <see cref="Append"/> what is written, and end with the token.</param>
    /// <returns>Done when the result is there; never fails.</returns>
    public async Task RunAsync(Func<Action<string>, CancellationToken, Task<Written>> write)
    {
        try
        {
            _result.TrySetResult(await write(Append, _cancellation.Token).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (_cancellation.IsCancellationRequested)
        {
            _result.TrySetCanceled(_cancellation.Token);
        }
        catch (Exception exception)
        {
            // Whoever waits is told; where nobody does any more, nobody needs to be.
            _result.TrySetException(exception);
            _ = _result.Task.Exception;
        }
    }

    /// <summary>Whether a place may still make use of it, and is waited for from now on.</summary>
    /// <param name="place">The place; it may lie further on.</param>
    public bool TryJoin(Place place)
    {
        lock (_gate)
        {
            if (_result.Task.IsCompleted || _cancellation.IsCancellationRequested
                || !ReferenceEquals(place.Anchor, anchor) || !Agrees(place.Typed))
                return false;

            _wanted = place.Typed;
            return true;
        }
    }

    /// <summary>Ends it. Not to be called under a lock: what waits for it goes on right here.</summary>
    public void Cancel() => _cancellation.Cancel();

    /// <summary>Takes note of what the model wrote, and ends it if that isn't what is wanted any more.</summary>
    private void Append(string text)
    {
        bool isOfUse;
        lock (_gate)
        {
            _written.Append(text);
            isOfUse = Agrees(_wanted);
        }

        if (!isOfUse)
            Cancel();
    }

    /// <summary>Whether a text and what was written so far are the same as far as both go.</summary>
    private bool Agrees(string other)
    {
        if (!other.StartsWith(Typed, StringComparison.Ordinal))
            return false;

        int further = Math.Min(other.Length - Typed.Length, _written.Length);
        for (int i = 0; i < further; i++)
        {
            if (other[Typed.Length + i] != _written[i])
                return false;
        }

        return true;
    }
}
