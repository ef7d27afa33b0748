using LspCompletion.Server.Documents;
using LspCompletion.Server.Insight;
using Microsoft.CodeAnalysis.Text;

namespace LspCompletion.Server.CSharp;

/// <summary>
/// The checks of one open document, one after another. Whoever types along a suggestion asks for the same document again and
/// again: the last check is kept for that, and one that is still being done is waited for. One that the text has moved on
/// from is ended, and all are once the document is closed. Thread-safe.
/// </summary>
/// <param name="document">The document.</param>
/// <param name="failures">Are told of.</param>
internal sealed class SuggestionChecks(OpenDocument document, ReportedFailures failures)
{
    private readonly BindingCheck _check = new();
    private readonly Lock _gate = new();
    private Running? _running;
    private CheckedInsertion? _last;
    private long _asked;
    private long _begun;

    /// <summary>Checks a suggestion. Returns at once.</summary>
    /// <param name="snapshot">The document without it.</param>
    /// <param name="start">Where it goes.</param>
    /// <param name="end">Where what it replaces ends.</param>
    /// <param name="text">The suggestion.</param>
    /// <param name="cancellationToken">
    /// Has it not begun. Once it has, whoever doesn't wait for it leaves it to the next who asks.
    /// </param>
    /// <returns>
    /// <see langword="null"/> if the document isn't known; cancelled if it was closed, or another suggestion has to be checked.
    /// </returns>
    public Task<CheckedInsertion?> CheckAsync(
        DocumentSnapshot snapshot, int start, int end, string text, CancellationToken cancellationToken)
    {
        long number = Interlocked.Increment(ref _asked);
        return Task.Run(() => Begin(number, snapshot, start, end, text), cancellationToken);
    }

    /// <summary>The document has another text now: a check ends whose suggestion nobody can be typing along.</summary>
    public void MovedTo(DocumentSnapshot snapshot)
    {
        lock (_gate)
        {
            if (_running is { } running && running.Version <= snapshot.Version
                && snapshot.Text.DifferenceTo(running.Completed) is var (start, end, _) && end > start)
            {
                End();
            }
        }
    }

    private Task<CheckedInsertion?> Begin(long number, DocumentSnapshot snapshot, int start, int end, string text)
    {
        DocumentText completed = snapshot.Text.Replace(start, end, text);
        long changes = document.ChangesElsewhere;
        lock (_gate)
        {
            if (_last is { } last && last.IsOf(completed, changes))
                return Task.FromResult<CheckedInsertion?>(last);
            if (_running is { } running && running.Changes == changes && running.Completed.IsSameAs(completed))
                return running.Result;

            // Who asked later may have got a thread earlier.
            if (number < _begun)
                return Task.FromCanceled<CheckedInsertion?>(new CancellationToken(canceled: true));

            _begun = number;
            Task previous = End();
            CancellationTokenSource ending = new();
            _running = new Running(snapshot.Version, completed, changes, ending, RunAsync(previous, ending.Token));
            return _running.Result;
        }

        async Task<CheckedInsertion?> RunAsync(Task previous, CancellationToken superseded)
        {
            await previous.ConfigureAwait(ConfigureAwaitOptions.ForceYielding | ConfigureAwaitOptions.SuppressThrowing);
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(superseded, document.Closed);
            try
            {
                ending.Token.ThrowIfCancellationRequested();
                CheckedInsertion? found = Run(snapshot, completed, start, end, text, ending.Token);
                lock (_gate)
                    _last = found;
                return found;
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                failures.Report("check of a suggestion", exception);
                var verdict = new CheckVerdict(CheckOutcome.Unchecked, "the check failed", null, text.Length);
                return new CheckedInsertion(completed, changes, verdict, start, start + text.Length);
            }
            finally
            {
                lock (_gate)
                {
                    if (_running?.Completed == completed)
                        _running = null;
                }
            }
        }
    }

    private CheckedInsertion? Run(
        DocumentSnapshot snapshot, DocumentText completed, int start, int end, string text, CancellationToken cancellationToken)
    {
        long changes = document.ChangesElsewhere;
        if (document.Find(snapshot) is not { } found)
            return null;

        (CheckVerdict verdict, string kept) = _check.Run(found, TextSpan.FromBounds(start, end), text, cancellationToken);
        return new CheckedInsertion(completed, changes, verdict, start, start + kept.Length);
    }

    /// <summary>Ends what is being done.</summary>
    /// <returns>Done when it has ended.</returns>
    private Task End()
    {
        if (_running is not { } running)
            return Task.CompletedTask;

        // Whoever waits for it goes on elsewhere, not here under the lock.
        _ = running.Ending.CancelAsync();
        return running.Result;
    }

    private sealed record Running(
        int Version, DocumentText Completed, long Changes, CancellationTokenSource Ending, Task<CheckedInsertion?> Result);
}
