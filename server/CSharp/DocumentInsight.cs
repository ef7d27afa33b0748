using LspCompletion.Server.Documents;
using Microsoft.CodeAnalysis.Text;
using LspCompletion.Server.Insight;

namespace LspCompletion.Server.CSharp;

/// <summary>What is known of an open C# document from one request to the next. Thread-safe; calls take turns.</summary>
/// <param name="workspace">The projects.</param>
internal sealed class DocumentInsight(CSharpWorkspace workspace)
{
    private readonly Lock _gate = new();
    private readonly BindingCheck _check = new();
    private volatile Checked? _last;

    /// <summary>
    /// Takes a document's text in, while the model writes. While another call has its turn nothing is done: keys come
    /// faster than a slow machine can prepare for them, and a check finds out by itself what it lacks.
    /// </summary>
    public void Prepare(DocumentSnapshot document)
    {
        if (!_gate.TryEnter())
            return;

        try
        {
            workspace.Find(document);
        }
        finally
        {
            _gate.Exit();
        }
    }

    /// <summary>Checks a suggestion.</summary>
    /// <param name="document">The document without it.</param>
    /// <param name="start">Where it goes.</param>
    /// <param name="end">Where what it replaces ends.</param>
    /// <param name="text">The suggestion.</param>
    /// <param name="limit">How long to wait for other calls.</param>
    /// <returns><see langword="null"/> if the projects aren't loaded.</returns>
    /// <exception cref="TimeoutException">Another call had its turn all the time.</exception>
    public (CheckVerdict Verdict, string Text)? Check(DocumentSnapshot document, int start, int end, string text, TimeSpan limit)
    {
        // Whoever types along a suggestion asks for the same document again and again, and needs no turn for that.
        DocumentText completed = document.Text.Replace(start, end, text);
        if (_last is { } last && last.ChangesElsewhere == workspace.ChangesElsewhere(document) && last.Completed.IsSameAs(completed))
        {
            int length = Math.Clamp(last.KeptEnd - start, 0, text.Length);
            return (last.Verdict with { KeptLength = length }, text[..length]);
        }

        if (!_gate.TryEnter(limit))
            throw new TimeoutException("Another check is running.");

        try
        {
            long changes = workspace.ChangesElsewhere(document);
            if (workspace.Find(document) is not { } found)
                return null;

            (CheckVerdict verdict, string kept) = _check.Run(found, TextSpan.FromBounds(start, end), text, CancellationToken.None);
            _last = new Checked(completed, changes, verdict, start + kept.Length);
            return (verdict, kept);
        }
        finally
        {
            _gate.Exit();
        }
    }

    /// <param name="Completed">The document with the suggestion.</param>
    /// <param name="ChangesElsewhere">The workspace's count of changes then.</param>
    /// <param name="Verdict">What came of it.</param>
    /// <param name="KeptEnd">Where in the document the part that is shown ends.</param>
    private sealed record Checked(DocumentText Completed, long ChangesElsewhere, CheckVerdict Verdict, int KeptEnd);
}
