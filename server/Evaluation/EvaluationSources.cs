using LspCompletion.Server.Completion;
using LspCompletion.Server.Context;
using LspCompletion.Server.Documents;
using LspCompletion.Server.Insight;
using LspCompletion.Server.Settings;

namespace LspCompletion.Server.Evaluation;

/// <summary>The files of an evaluation, in any language: what is blanked out of them, and what else is open then.</summary>
internal sealed class EvaluationSources
{
    /// <summary>The most lines of a suggestion where a block is blanked out.</summary>
    private const int LinesOfBlock = 8;

    /// <summary>So many other files are taken to be open: those nearest in the tree of folders.</summary>
    private const int OpenFiles = 8;

    private readonly EvaluationOptions _options;
    private readonly WorkspaceConfiguration _configuration;
    private readonly Dictionary<string, DocumentSnapshot> _documents;

    /// <summary>Takes files.</summary>
    /// <param name="options">What to evaluate, and how.</param>
    /// <param name="files">Their names relative to the folder with forward slashes, their languages, and their texts.</param>
    public EvaluationSources(EvaluationOptions options, IEnumerable<(string Name, string LanguageId, string Text)> files)
    {
        _options = options;
        _configuration = ConfigurationOf(options.Folder);
        _documents = files.ToDictionary(
            file => file.Name,
            file => new DocumentSnapshot
            {
                Uri = Path.Combine(options.Folder, file.Name),
                LanguageId = file.LanguageId,
                Version = 1,
                Text = new DocumentText(file.Text),
            },
            StringComparer.Ordinal);
    }

    /// <summary>The names of the files and their texts.</summary>
    public IEnumerable<(string Name, string Text)> Texts => _documents.Select(document => (document.Key, document.Value.Text.ToString()));

    /// <summary>The files that are taken to be open beside another one: those nearest to it in the tree of folders.</summary>
    /// <param name="names">The names of all files.</param>
    /// <param name="file">The one.</param>
    public static IEnumerable<string> Nearest(IEnumerable<string> names, string file) => names.Where(name => name != file)
        .OrderByDescending(name => name.AsSpan().CommonPrefixLength(file)).ThenBy(name => name, StringComparer.Ordinal).Take(OpenFiles);

    /// <summary>A folder with the settings that ship.</summary>
    public static WorkspaceConfiguration ConfigurationOf(string folder) =>
        WorkspaceConfiguration.Of(UnhurriedCompletion.Unhurried(ServerSettings.Default), new WorkspaceFolders([folder]), TimeProvider.System);

    /// <summary>The settings by which a case is completed.</summary>
    public ServerSettings Settings(EvaluationCase one) => Settings(one, _options.Settings);

    /// <summary>The same where others are set.</summary>
    public ServerSettings Settings(EvaluationCase one, ServerSettings basis) => UnhurriedCompletion.Unhurried(basis) with
    {
        MaxTokens = _options.MaxTokens,
        MaxLines = one.Kind == BlankKind.Block ? LinesOfBlock : 1,
    };

    /// <summary>The folder with settings.</summary>
    public WorkspaceConfiguration Configuration(ServerSettings settings) => _configuration with { Settings = settings };

    /// <summary>Blanks out a part of a file.</summary>
    public BlankedPlace Blank(EvaluationCase one)
    {
        DocumentSnapshot document = _documents[one.File];
        string text = document.Text.ToString();
        return new BlankedPlace(
            one,
            text.Substring(one.Start, one.Length),
            new CompletionQuery(
                document with { Text = new DocumentText(text.Remove(one.Start, one.Length)) },
                one.Start,
                CompletionTrigger.Automatic,
                Selected: null));
    }

    /// <summary>The context that the model would be shown at a place, were the files around it open.</summary>
    /// <param name="place">The place.</param>
    /// <param name="insight">What a compiler knows of the document.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<DocumentContext> ContextAtAsync(BlankedPlace place, IDocumentInsight insight, CancellationToken cancellationToken)
    {
        string file = place.Case.File;
        var collector = new ContextCollector();
        foreach (string name in Nearest(_documents.Keys, file))
            collector.Opened(_documents[name]);

        return await new ContextSearch(collector).FindAsync(
            place.Query.Document, place.Query.Offset, DocumentContext.None, insight, _configuration, cancellationToken).ConfigureAwait(false);
    }
}
