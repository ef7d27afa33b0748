using LspCompletion.Engine;
using LspCompletion.Engine.Decoding;
using LspCompletion.Engine.Prompting;
using LspCompletion.Server.Context;
using LspCompletion.Server.Documents;
using Microsoft.CodeAnalysis;

namespace LspCompletion.Server.CSharp.Evaluation;

/// <summary>The projects of an evaluation, and the places in them that are completed.</summary>
internal sealed class EvaluationFolder : IDisposable
{
    /// <summary>The most lines of a suggestion where a block is blanked out.</summary>
    private const int LinesOfBlock = 8;

    /// <summary>So many other files are taken to be open: those nearest in the tree of folders.</summary>
    private const int OpenFiles = 8;

    private readonly EvaluationOptions _options;
    private readonly CSharpWorkspace _workspace;
    private readonly Dictionary<string, DocumentSnapshot> _documents;
    private OpenDocument? _blanked;

    /// <summary>Loads the projects and chooses the places.</summary>
    /// <exception cref="EngineException">There is nothing to evaluate.</exception>
    public EvaluationFolder(EvaluationOptions options, CancellationToken cancellationToken)
    {
        _options = options;
        if (!Directory.Exists(_options.Folder))
            throw new EngineException($"There is no folder {_options.Folder}: name one that holds C# projects.");

        _workspace = new CSharpWorkspace([_options.Folder], TimeProvider.System, _ => { });
        _workspace.LoadAsync().Wait(cancellationToken);
        (string Name, SyntaxTree Tree)[] files = [.. _workspace.SourceFiles().Select(tree => (PathOf(tree.FilePath), tree))];
        _documents = files.ToDictionary(
            file => file.Name, file => Snapshot(file.Name, file.Tree.GetText(cancellationToken).ToString()), StringComparer.Ordinal);
        Cases = CaseSampler.Choose(files, options.Cases, options.Seed);
        if (Cases.Count == 0)
        {
            _workspace.Dispose();
            throw new EngineException($"{_options.Folder} holds no C# project with source files: {_workspace.State.Message}");
        }
    }

    /// <summary>The places.</summary>
    public IReadOnlyList<EvaluationCase> Cases { get; }

    /// <summary>Blanks out a part of a file.</summary>
    public BlankedPlace Blank(EvaluationCase one)
    {
        string text = _documents[one.File].Text.ToString();
        string blanked = text.Remove(one.Start, one.Length);
        DocumentSnapshot snapshot = Snapshot(one.File, blanked);
        var request = new CompletionRequest
        {
            Path = one.File,
            Prefix = blanked[..one.Start],
            Suffix = blanked[one.Start..],
            Decoding = new DecodingOptions
            {
                MaxTokens = _options.MaxTokens,
                MaxLines = one.Kind == BlankKind.Block ? LinesOfBlock : 1,
            },
        };
        _blanked = _workspace.Open(snapshot.Uri);
        CSharpDocument document = _blanked.Find(snapshot) ?? throw new InvalidOperationException("The projects are loaded.");
        return new BlankedPlace(one, text.Substring(one.Start, one.Length), snapshot, document, request);
    }

    /// <summary>Restores what was blanked out last.</summary>
    public void Restore() => _blanked?.Dispose();

    /// <summary>The context that the model would be shown at a place, were the files around it open.</summary>
    public DocumentContext ContextAt(BlankedPlace place, CancellationToken cancellationToken)
    {
        string file = place.Case.File;
        var collector = new ContextCollector(_ => true, PathOf);
        foreach (string name in _documents.Keys.Where(name => name != file)
            .OrderByDescending(name => name.AsSpan().CommonPrefixLength(file)).ThenBy(name => name, StringComparer.Ordinal).Take(OpenFiles))
        {
            collector.Opened(_documents[name]);
        }

        IReadOnlyList<ContextFile> declarations = DeclarationContext.Collect(
            place.Document, place.Case.Start, _ => true, PathOf, cancellationToken);
        return collector.Collect(place.Snapshot, place.Case.Start, declarations, DocumentContext.None, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _workspace.Dispose();

    private string PathOf(string path) => Path.GetRelativePath(_options.Folder, path).Replace('\\', '/');

    private DocumentSnapshot Snapshot(string name, string text) => new()
    {
        Uri = Path.Combine(_options.Folder, name),
        LanguageId = CSharpInsight.LanguageId,
        Version = 1,
        Text = new DocumentText(text),
    };
}
