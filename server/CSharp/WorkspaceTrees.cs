using System.Collections.Concurrent;
using LspCompletion.Server.Files;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LspCompletion.Server.CSharp;

/// <summary>
/// The projects of a workspace, with the documents that are open in place of their files. Thread-safe: under its lock trees
/// are exchanged, and nothing is read, parsed or bound.
/// </summary>
internal sealed class WorkspaceTrees
{
    private readonly ConcurrentQueue<OpenDocument> _closed = new();
    private readonly Lock _gate = new();
    private readonly Dictionary<string, ShownDocument> _open = new(FilePaths.Comparer);
    private LoadedProjects? _loaded;
    private long _changes;
    private volatile bool _hasEnded;

    /// <summary>How many documents stand in place of their files.</summary>
    public int OpenDocuments
    {
        get
        {
            lock (_gate)
            {
                TakeBackClosed();
                return _open.Count;
            }
        }
    }

    /// <summary>The files that the projects are known to consist of, theirs included.</summary>
    public IReadOnlyList<string> Files
    {
        get
        {
            lock (_gate)
                return [.. _loaded?.Files ?? []];
        }
    }

    /// <summary>The files of the projects, but those that programs wrote.</summary>
    public IReadOnlyList<SyntaxTree> SourceFiles()
    {
        lock (_gate)
        {
            TakeBackClosed();
            return
            [
                .. (_loaded?.Projects ?? [])
                    .SelectMany(project => project.Compilation.SyntaxTrees
                        .Where(tree => SourcePaths.IsSourceOf(project.Inputs.Folder, tree.FilePath)))
                    .DistinctBy(tree => tree.FilePath, FilePaths.Comparer),
            ];
        }
    }

    /// <summary>Where a document belongs; <see langword="null"/> if nothing is loaded, or the document is closed.</summary>
    public DocumentSeat? SeatOf(OpenDocument document)
    {
        lock (_gate)
            return FindSeat(document);
    }

    /// <summary>Has a document stand in place of its file.</summary>
    /// <param name="document">The document.</param>
    /// <param name="seat">Where it belongs.</param>
    /// <param name="tree">What it is to be.</param>
    /// <param name="version">Which version that is: others see the latest only.</param>
    /// <returns>The project with that tree; <see langword="null"/> if the document belongs elsewhere by now.</returns>
    public CSharpCompilation? Show(OpenDocument document, DocumentSeat seat, SyntaxTree tree, int version)
    {
        lock (_gate)
        {
            if (FindSeat(document) != seat)
                return null;

            string path = document.Path;
            if (!_open.TryGetValue(path, out ShownDocument? shown))
                _open.Add(path, new ShownDocument(document, seat.Project.TreeOf(path)));
            else if (shown.Document != document)
                _open[path] = shown with { Document = document };

            if (version >= document.ShownVersion)
            {
                document.ShownVersion = version;
                if (seat.Project.Set(path, tree))
                {
                    _changes++;
                    document.Changes++;
                }
            }

            CSharpCompilation project = seat.Project.Compilation;
            SyntaxTree? there = seat.Project.TreeOf(path);
            return there == tree ? project
                : there is null ? project.AddSyntaxTrees(tree)
                : project.ReplaceSyntaxTree(there, tree);
        }
    }

    /// <summary>Counts the changes of all documents and files but one.</summary>
    public long ChangesBesides(OpenDocument document)
    {
        lock (_gate)
        {
            TakeBackClosed();
            return _changes - document.Changes;
        }
    }

    /// <summary>Takes projects that were loaded, with the documents that are open.</summary>
    public void Take(LoadedProjects loaded)
    {
        List<(OpenDocument Document, DocumentSeat Seat, int Version)> readInAnotherWay = [];
        lock (_gate)
        {
            TakeBackClosed();
            foreach ((string path, ShownDocument shown) in _open.ToArray())
            {
                OpenDocument document = shown.Document;
                SyntaxTree? tree = document.Seat!.Project.TreeOf(path);
                DocumentSeat seat = new(loaded, loaded.ProjectFor(path));
                document.Seat = seat;
                _open[path] = shown with { OnDisk = seat.Project.TreeOf(path) };
                if (seat.Project.Inputs.ParseOptions.Equals(tree?.Options))
                    seat.Project.Set(path, tree);
                else
                    readInAnotherWay.Add((document, seat, document.ShownVersion));
            }

            _loaded = loaded;
            _changes++;
        }

        foreach ((OpenDocument document, DocumentSeat seat, int version) in readInAnotherWay)
        {
            if (document.LatestTree(seat.Project.Inputs.ParseOptions) is { } tree)
                Show(document, seat, tree, version);
        }
    }

    /// <summary>A file as it stands in its project, or an empty one in its place. It isn't opened by that.</summary>
    public CSharpDocument Peek(string path)
    {
        CSharpProject project;
        CSharpCompilation compilation;
        SyntaxTree? tree;
        lock (_gate)
        {
            project = _loaded!.ProjectFor(path);
            compilation = project.Compilation;
            tree = project.TreeOf(path);
        }

        if (tree is not null)
            return new CSharpDocument(project.PartFor(tree, compilation), tree, project.IsComplete);

        tree = CSharpSyntaxTree.ParseText("", project.Inputs.ParseOptions);
        return new CSharpDocument(compilation.AddSyntaxTrees(tree), tree, project.IsComplete);
    }

    /// <summary>The projects that a file on disk belongs to, and what they have of it.</summary>
    public IReadOnlyList<(CSharpProject Project, SyntaxTree? Tree)> ProjectsOf(string path)
    {
        lock (_gate)
        {
            TakeBackClosed();
            return [.. (_loaded?.ProjectsOf(path) ?? []).Select(project => (project, project.TreeOf(path)))];
        }
    }

    /// <summary>Takes a file as it is on disk now. Where a document stands in its place, that is seen once it is closed.</summary>
    /// <param name="project">A project that it belongs to.</param>
    /// <param name="path">The file.</param>
    /// <param name="tree">Its tree; <see langword="null"/> if it has gone.</param>
    public void SetOnDisk(CSharpProject project, string path, SyntaxTree? tree)
    {
        lock (_gate)
        {
            TakeBackClosed();
            if (_open.TryGetValue(path, out ShownDocument? shown) && shown.Document.Seat?.Project == project)
                _open[path] = shown with { OnDisk = tree };
            else if (project.Set(path, tree))
                _changes++;
        }
    }

    /// <summary>
    /// A document was closed: whoever comes next sees its file in place of it, as that was last known. Takes no lock.
    /// </summary>
    public void Close(OpenDocument document) => _closed.Enqueue(document);

    /// <summary>From now on nothing is found. Takes no lock.</summary>
    public void End() => _hasEnded = true;

    /// <summary>Lets everything go.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _loaded = null;
            _open.Clear();
        }
    }

    private DocumentSeat? FindSeat(OpenDocument document)
    {
        TakeBackClosed();
        if (_loaded is null || _hasEnded || document.Closed.IsCancellationRequested)
            return null;

        if (document.Seat?.Loaded != _loaded)
            document.Seat = new DocumentSeat(_loaded, _loaded.ProjectFor(document.Path));
        return document.Seat;
    }

    private void TakeBackClosed()
    {
        while (_closed.TryDequeue(out OpenDocument? document))
        {
            if (!_open.TryGetValue(document.Path, out ShownDocument? shown) || shown.Document != document)
                continue;

            _open.Remove(document.Path);
            if (document.Seat is { } seat && seat.Loaded == _loaded && seat.Project.Set(document.Path, shown.OnDisk))
                _changes++;
        }
    }

    /// <param name="Document">The document.</param>
    /// <param name="OnDisk">What it stands in place of: its file as last seen, if there is one and a project has it.</param>
    private sealed record ShownDocument(OpenDocument Document, SyntaxTree? OnDisk);
}
