using LspCompletion.Engine;
using LspCompletion.Server.Completion;
using LspCompletion.Server.Context;
using LspCompletion.Server.Documents;
using LspCompletion.Server.Evaluation;
using LspCompletion.Server.Settings;
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
    private readonly WorkspaceConfiguration _configuration;
    private readonly CSharpWorkspace _workspace;
    private readonly Dictionary<string, DocumentSnapshot> _documents;
    private readonly ReportedFailures _failures = new(static _ => { }, static () => { });

    /// <summary>Loads the projects and chooses the places.</summary>
    /// <exception cref="EngineException">There is nothing to evaluate.</exception>
    public EvaluationFolder(EvaluationOptions options, CancellationToken cancellationToken)
    {
        _options = options;
        _configuration = WorkspaceConfiguration.Of(
            ServerSettings.Default, new WorkspaceFolders([_options.Folder]), TimeProvider.System);
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

    /// <summary>The settings by which a case is completed.</summary>
    public ServerSettings Settings(EvaluationCase one) => UnhurriedCompletion.Unhurried(ServerSettings.Default) with
    {
        MaxTokens = _options.MaxTokens,
        MaxLines = one.Kind == BlankKind.Block ? LinesOfBlock : 1,
    };

    /// <summary>The folder with settings.</summary>
    public WorkspaceConfiguration Configuration(ServerSettings settings) => _configuration with { Settings = settings };

    /// <summary>Blanks out a part of a file, until what is returned is disposed of.</summary>
    public BlankedPlace Blank(EvaluationCase one)
    {
        string text = _documents[one.File].Text.ToString();
        DocumentSnapshot snapshot = Snapshot(one.File, text.Remove(one.Start, one.Length));
        var insight = new CSharpDocumentInsight(snapshot.Uri, _failures, TimeProvider.System, static _ => { });
        insight.Enter(_workspace);
        CSharpDocument document = insight.Find(snapshot) ?? throw new InvalidOperationException($"{one.File} is nested too deeply.");
        return new BlankedPlace(
            one,
            text.Substring(one.Start, one.Length),
            new CompletionQuery(snapshot, one.Start, CompletionTrigger.Automatic, Selected: null),
            document,
            insight);
    }

    /// <summary>The context that the model would be shown at a place, were the files around it open.</summary>
    public async Task<DocumentContext> ContextAtAsync(BlankedPlace place, CancellationToken cancellationToken)
    {
        string file = place.Case.File;
        var collector = new ContextCollector();
        foreach (string name in _documents.Keys.Where(name => name != file)
            .OrderByDescending(name => name.AsSpan().CommonPrefixLength(file)).ThenBy(name => name, StringComparer.Ordinal).Take(OpenFiles))
        {
            collector.Opened(_documents[name]);
        }

        return await new ContextSearch(collector).FindAsync(
            place.Query.Document, place.Query.Offset, DocumentContext.None, place.Insight, _configuration, cancellationToken).ConfigureAwait(false);
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
