using LspCompletion.Engine;
using LspCompletion.Server.Documents;
using LspCompletion.Server.Evaluation;
using Microsoft.CodeAnalysis;

namespace LspCompletion.Server.CSharp.Evaluation;

/// <summary>The projects of an evaluation, and the places in them that are completed.</summary>
internal sealed class EvaluationFolder : IDisposable
{
    private readonly CSharpWorkspace _workspace;
    private readonly ReportedFailures _failures = new(static _ => { }, static () => { });

    /// <summary>Loads the projects and chooses the places.</summary>
    /// <exception cref="EngineException">There is nothing to evaluate.</exception>
    public EvaluationFolder(EvaluationOptions options, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(options.Folder))
            throw new EngineException($"There is no folder {options.Folder}: name one that holds C# projects.");

        _workspace = new CSharpWorkspace([options.Folder], TimeProvider.System, _ => { });
        _workspace.LoadAsync().Wait(cancellationToken);
        (string Name, SyntaxTree Tree)[] files =
            [.. _workspace.SourceFiles().Select(tree => (Path.GetRelativePath(options.Folder, tree.FilePath).Replace('\\', '/'), tree))];
        Sources = new EvaluationSources(
            options, files.Select(file => (file.Name, CSharpInsight.LanguageId, file.Tree.GetText(cancellationToken).ToString())));
        Cases = CaseSampler.Choose(files, options.Cases, options.Seed);
        if (Cases.Count == 0)
        {
            _workspace.Dispose();
            throw new EngineException($"{options.Folder} holds no C# project with source files: {_workspace.State.Message}");
        }
    }

    /// <summary>The source files.</summary>
    public EvaluationSources Sources { get; }

    /// <summary>The places.</summary>
    public IReadOnlyList<EvaluationCase> Cases { get; }

    /// <summary>Blanks out a part of a file, until what is returned is disposed of.</summary>
    public CompiledPlace Blank(EvaluationCase one)
    {
        BlankedPlace place = Sources.Blank(one);
        DocumentSnapshot snapshot = place.Query.Document;
        var insight = new CSharpDocumentInsight(snapshot.Uri, _failures, TimeProvider.System, static _ => { });
        insight.Enter(_workspace);
        CSharpDocument document = insight.Find(snapshot) ?? throw new InvalidOperationException($"{one.File} is nested too deeply.");
        return new CompiledPlace(place, document, insight);
    }

    /// <inheritdoc/>
    public void Dispose() => _workspace.Dispose();
}
