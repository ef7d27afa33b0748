using System.Diagnostics.CodeAnalysis;
using System.Text;
using LspCompletion.Engine;

namespace LspCompletion.Server.Completion;

/// <summary>
/// A completion that the model is writing. It outlives the request that began it: as long as what is typed agrees with
/// what is written, later requests join it.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "Without timer and wait handle there is nothing to dispose of.")]
internal sealed class Generation
{
    private readonly Lock _gate = new();
    private readonly StringBuilder _written = new();
    private readonly CancellationTokenSource _cancellation = new();
    private string _wanted;

    /// <summary>Describes a completion to come.</summary>
    /// <param name="anchor">The anchor of its prompt.</param>
    /// <param name="typed">The text between the anchor and the place where the model writes.</param>
    public Generation(PromptAnchor anchor, string typed)
    {
        Anchor = anchor;
        Typed = typed;
        _wanted = typed;
    }

    /// <summary>The anchor of its prompt.</summary>
    public PromptAnchor Anchor { get; }

    /// <summary>The text between the anchor and the place where the model writes.</summary>
    public string Typed { get; }

    /// <summary>Cancelled when nobody can use it any more.</summary>
    public CancellationToken Token => _cancellation.Token;

    /// <summary>Done when it is finished and its text is among the anchor's suggestions.</summary>
    public Task<CompletionResult> Result { get; private set; } = Task.FromCanceled<CompletionResult>(new CancellationToken(true));

    /// <summary>Begins.</summary>
    /// <param name="complete">Completes; it is to give <see cref="Append"/> what is written, and end with the token.</param>
    public void Start(Func<Generation, Task<CompletionResult>> complete) => Result = complete(this);

    /// <summary>Takes note of what the model wrote, and ends it if that isn't what is wanted any more.</summary>
    public void Append(string text)
    {
        lock (_gate)
        {
            _written.Append(text);
            if (!Agrees(_wanted))
                _cancellation.Cancel();
        }
    }

    /// <summary>Asks for a place that may lie further on.</summary>
    /// <returns>Whether the completion may still be of use there; it is cancelled if not.</returns>
    public bool TryJoin(PromptAnchor anchor, string typed)
    {
        lock (_gate)
        {
            if (!Result.IsCompleted && !_cancellation.IsCancellationRequested && ReferenceEquals(anchor, Anchor) && Agrees(typed))
            {
                _wanted = typed;
                return true;
            }

            _cancellation.Cancel();
            return false;
        }
    }

    /// <summary>Ends it.</summary>
    public void Cancel()
    {
        lock (_gate)
            _cancellation.Cancel();
    }

    /// <summary>Whether a text and what was written so far are the same as far as both go.</summary>
    private bool Agrees(string typed)
    {
        if (!typed.StartsWith(Typed, StringComparison.Ordinal))
            return false;

        int further = Math.Min(typed.Length - Typed.Length, _written.Length);
        for (int i = 0; i < further; i++)
        {
            if (typed[Typed.Length + i] != _written[i])
                return false;
        }

        return true;
    }
}
