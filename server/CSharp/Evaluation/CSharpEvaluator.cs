using System.Diagnostics;
using System.Text.Json;
using LspCompletion.Engine;
using LspCompletion.Engine.Caching;
using LspCompletion.Engine.Decoding;
using LspCompletion.Engine.Prompting;
using LspCompletion.Server.Completion;
using LspCompletion.Server.Completion.Filters;
using LspCompletion.Server.Context;
using LspCompletion.Server.Documents;
using LspCompletion.Server.Settings;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace LspCompletion.Server.CSharp.Evaluation;

/// <summary>
/// Blanks out parts of C# files, completes them with one part after the other at work, and compares with what stood there.
/// Whether a suggestion binds is found by a full compilation of its project.
/// </summary>
/// <param name="engine">The engine; the evaluator is its only user meanwhile.</param>
/// <param name="options">What to evaluate.</param>
internal sealed class CSharpEvaluator(CompletionEngine engine, EvaluationOptions options)
{
    /// <summary>The most lines of a suggestion where a block is blanked out.</summary>
    private const int LinesOfBlock = 8;

    /// <summary>So many other files are taken to be open: those nearest in the tree of folders.</summary>
    private const int OpenFiles = 8;

    /// <summary>The parts that are one kind of context alone, or all of it.</summary>
    private static readonly (EvaluatedPart Part, ContextKind? Only)[] KindsOfContext =
    [
        (EvaluatedPart.Siblings, ContextKind.Siblings),
        (EvaluatedPart.Similar, ContextKind.Similar),
        (EvaluatedPart.Declarations, ContextKind.Declarations),
        (EvaluatedPart.Context, null),
    ];

    /// <summary>Evaluates.</summary>
    /// <param name="onProgress">Told the share that is done, from 0 to 1.</param>
    /// <param name="cancellationToken">Ends it; what is done is in the results file.</param>
    /// <exception cref="EngineException">There is nothing to evaluate, or the results file is of another run.</exception>
    public EvaluationReport Run(Action<double> onProgress, CancellationToken cancellationToken)
    {
        string folder = Path.GetFullPath(options.Folder);
        if (!Directory.Exists(folder))
            throw new EngineException($"There is no folder {folder}: name one that holds C# projects.");

        using var workspace = new CSharpWorkspace([folder], TimeProvider.System, _ => { });
        workspace.LoadAsync().Wait(cancellationToken);
        Dictionary<string, SyntaxTree> files = workspace.SourceFiles()
            .ToDictionary(tree => Path.GetRelativePath(folder, tree.FilePath).Replace('\\', '/'), StringComparer.Ordinal);
        IReadOnlyList<EvaluationCase> cases = CaseSampler.Choose(files.Select(file => (file.Key, file.Value)), options.Cases, options.Seed);
        if (cases.Count == 0)
            throw new EngineException($"{folder} holds no C# project with source files: {workspace.State.Message}");

        string model = engine.Manifest.Name;
        string run = JsonSerializer.Serialize(new Dictionary<string, object>
        {
            ["folder"] = Path.GetFileName(folder),
            ["model"] = model,
            ["seed"] = options.Seed,
            ["maxTokens"] = options.MaxTokens,
            ["worth"] = options.Worth,
        });
        using var results = EvaluationResults.Open(options.ResultsFile, run);
        using Slot plain = engine.CreateSlot();
        using Slot withContext = engine.CreateSlot();
        Dictionary<string, DocumentSnapshot> documents = files.ToDictionary(
            file => file.Key, file => Snapshot(folder, file.Key, file.Value.GetText(cancellationToken).ToString()), StringComparer.Ordinal);
        int done = 0;
        foreach (EvaluationCase one in cases)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!results.Done.Contains(one.Id))
                results.Add(Evaluate(workspace, folder, one, documents, plain, withContext, cancellationToken));
            onProgress((double)++done / cases.Count);
        }

        HashSet<string> chosen = [.. cases.Select(one => one.Id)];
        return EvaluationReport.Of(
            folder, model, options.Seed, [.. results.All.Where(result => chosen.Contains(result.Case))]);
    }

    private List<CaseResult> Evaluate(
        CSharpWorkspace workspace,
        string folder,
        EvaluationCase one,
        Dictionary<string, DocumentSnapshot> documents,
        Slot plain,
        Slot withContext,
        CancellationToken cancellationToken)
    {
        string text = documents[one.File].Text.ToString();
        string wanted = text.Substring(one.Start, one.Length);
        string blanked = text.Remove(one.Start, one.Length);
        DocumentSnapshot snapshot = Snapshot(folder, one.File, blanked);
        CSharpDocument document = workspace.Find(snapshot) ?? throw new InvalidOperationException("The projects are loaded.");
        var errors = new FullCompilation(document, one.Start);
        var request = new CompletionRequest
        {
            Path = one.File,
            Prefix = blanked[..one.Start],
            Suffix = blanked[one.Start..],
            Decoding = new DecodingOptions
            {
                MaxTokens = options.MaxTokens,
                MaxLines = one.Kind == BlankKind.Block ? LinesOfBlock : 1,
            },
        };

        List<CaseResult> results = [];
        var clock = Stopwatch.StartNew();
        CompletionResult result = engine.Complete(plain, request, onText: null, cancellationToken);
        Add(EvaluatedPart.Plain, Filter(result), clock.Elapsed.TotalMilliseconds);

        clock.Restart();
        DocumentContext context = ContextAt(document, snapshot, one, documents, folder, cancellationToken);
        double contextMs = clock.Elapsed.TotalMilliseconds;
        foreach ((EvaluatedPart part, ContextKind? only) in KindsOfContext.Where(kind => options.Worth || kind.Only is null))
        {
            request = request with
            {
                Context = [.. context.Parts.Where(shown => only is null || shown.Kind == only).Select(shown => shown.File)],
            };
            result = engine.Complete(withContext, request, onText: null, cancellationToken);
            Add(part, Filter(result), contextMs);
        }

        var guide = new CSharpNameGuide(document, one.Start, typed: "");
        result = engine.Complete(withContext, request with { Guide = guide }, onText: null, cancellationToken);
        Add(EvaluatedPart.Guided, Filter(result), guide.Elapsed.TotalMilliseconds / Math.Max(1, result.Tokens.Count));

        string suggestion = Filter(result);
        var check = new BindingCheck();
        check.Prepare(document, one.Start, cancellationToken);
        clock.Restart();
        (CheckVerdict? verdict, string kept) = suggestion.Length == 0
            ? (null, "")
            : check.Run(document, new TextSpan(one.Start, 0), suggestion, cancellationToken);
        Add(EvaluatedPart.Check, kept, clock.Elapsed.TotalMilliseconds, verdict);
        workspace.Close(snapshot);
        return results;

        string Filter(CompletionResult completion)
        {
            string candidate = CandidateFilter.Apply(
                completion.Text, completion.MeanLogProbability, ServerSettings.Default.ConfidenceThreshold).Text;
            return candidate.Length == 0 ? "" : SuggestionFilter.Apply(candidate, request.Prefix, request.Suffix).Text;
        }

        void Add(EvaluatedPart part, string shown, double addedMs, CheckVerdict? checkVerdict = null) => results.Add(new CaseResult(
            one.Id,
            one.Kind,
            part,
            shown.Length > 0,
            shown.AsSpan().Trim().SequenceEqual(wanted.AsSpan().Trim()),
            shown.Length == 0 ? 0 : EditSimilarity.Of(shown.AsSpan().Trim(), wanted.AsSpan().Trim()),
            shown.Length == 0 ? [] : errors.BroughtBy(shown, cancellationToken),
            addedMs,
            result.Tokens.Count,
            checkVerdict?.ToString()));
    }

    private static DocumentContext ContextAt(
        CSharpDocument document,
        DocumentSnapshot snapshot,
        EvaluationCase one,
        Dictionary<string, DocumentSnapshot> documents,
        string folder,
        CancellationToken cancellationToken)
    {
        var collector = new ContextCollector(_ => true, PathOf);
        foreach (string name in documents.Keys.Where(name => name != one.File)
            .OrderByDescending(name => name.AsSpan().CommonPrefixLength(one.File)).ThenBy(name => name, StringComparer.Ordinal).Take(OpenFiles))
        {
            collector.Opened(documents[name]);
        }

        IReadOnlyList<ContextFile> declarations = DeclarationContext.Collect(document, one.Start, _ => true, PathOf, cancellationToken);
        return collector.Collect(snapshot, one.Start, declarations, DocumentContext.None, cancellationToken);

        string PathOf(string path) => Path.GetRelativePath(folder, path).Replace('\\', '/');
    }

    private static DocumentSnapshot Snapshot(string folder, string name, string text) => new()
    {
        Uri = Path.Combine(folder, name),
        LanguageId = CSharpInsight.LanguageId,
        Version = 1,
        Text = new DocumentText(text),
    };
}
