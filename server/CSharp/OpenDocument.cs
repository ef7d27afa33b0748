using LspCompletion.Server.Documents;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LspCompletion.Server.CSharp;

/// <summary>
/// A document that is open in a workspace, whose tree follows its text edit by edit. From the first time that it is found
/// it stands in place of its file; once it is disposed of, the file does again, and the document is never found any more.
/// Thread-safe.
/// </summary>
/// <param name="trees">What it stands among.</param>
/// <param name="path">The document's path; of one that is no file, whatever stands for that.</param>
/// <param name="onClosed">Is called when it is disposed of.</param>
internal sealed class OpenDocument(WorkspaceTrees trees, string path, Action<OpenDocument> onClosed) : IDisposable
{
    private readonly CancellationTokenSource _closing = new();
    private readonly Lock _gate = new();
    private ParsedText? _latest;
    private ParsedText? _basis;
    private volatile Seen? _seen;

    /// <summary>Its path.</summary>
    public string Path => path;

    /// <summary>Cancelled once it is closed.</summary>
    public CancellationToken Closed => _closing.Token;

    /// <summary>Counts the changes of all other documents and files: what was found out about a text holds while it stays.</summary>
    public long ChangesElsewhere => trees.ChangesBesides(this);

    /// <summary>Where it belongs. Only <see cref="WorkspaceTrees"/> uses it, under its lock.</summary>
    public DocumentSeat? Seat { get; set; }

    /// <summary>The version that others see. Only <see cref="WorkspaceTrees"/> uses it, under its lock.</summary>
    public int ShownVersion { get; set; } = int.MinValue;

    /// <summary>How often that changed. Only <see cref="WorkspaceTrees"/> uses it, under its lock.</summary>
    public long Changes { get; set; }

    /// <summary>The document within its project. Other documents see its latest version.</summary>
    /// <param name="snapshot">The document as it is to be seen.</param>
    /// <returns><see langword="null"/> if nothing is loaded, if it is nested too deeply, or closed.</returns>
    /// <exception cref="OperationCanceledException">It was closed meanwhile.</exception>
    public CSharpDocument? Find(DocumentSnapshot snapshot)
    {
        // Whenever all was loaded anew meanwhile, it belongs elsewhere and may have to be read in another way.
        while (trees.SeatOf(this) is { } seat)
        {
            if (Parsed(snapshot.Text, seat.Project.Inputs.ParseOptions).Tree is not { } tree)
                return null;
            if (trees.Show(this, seat, tree, snapshot.Version) is { } project)
                return See(project, tree, seat.Project);
        }

        return null;
    }

    /// <summary>The tree of the latest text that was asked for, read in another way.</summary>
    public SyntaxTree? LatestTree(CSharpParseOptions options)
    {
        DocumentText? text;
        lock (_gate)
            text = _latest?.Text;
        return text is null ? null : Parsed(text, options).Tree;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_closing.IsCancellationRequested)
            return;

        _ = _closing.CancelAsync();
        onClosed(this);
    }

    private ParsedText Parsed(DocumentText text, CSharpParseOptions options)
    {
        lock (_gate)
        {
            if (_latest is { } latest && ReferenceEquals(latest.Text, text) && latest.Options.Equals(options))
                return latest;

            if (_latest is { IsParsed: true, Tree: not null })
                _basis = _latest;
            return _latest = new ParsedText(text, options, path, _basis, Closed);
        }
    }

    /// <summary>The same document for the same text in the same project.</summary>
    private CSharpDocument See(CSharpCompilation project, SyntaxTree tree, CSharpProject of)
    {
        if (_seen is { } seen && seen.Project == project && seen.Document.Tree == tree)
            return seen.Document;

        var document = new CSharpDocument(of.PartFor(tree, project), tree, of.IsComplete);
        _seen = new Seen(project, document);
        return document;
    }

    private sealed record Seen(CSharpCompilation Project, CSharpDocument Document);
}
