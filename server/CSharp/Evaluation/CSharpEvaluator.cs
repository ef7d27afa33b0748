using System.Diagnostics;
using LspCompletion.Engine;
using LspCompletion.Engine.Caching;
using LspCompletion.Engine.Decoding;
using LspCompletion.Engine.Prompting;
using LspCompletion.Server.Completion;
using LspCompletion.Server.Completion.Filters;
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
        string run = $"{{\"folder\":\"{Path.GetFileName(folder)}\",\"model\":\"{model}\",\"seed\":{options.Seed}}}";
        using var results = EvaluationResults.Open(options.ResultsFile, run);
        using Slot plain = engine.CreateSlot();
        using Slot withContext = engine.CreateSlot();
        int done = 0;
        foreach (EvaluationCase one in cases)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!results.Done.Contains(one.Id))
                results.Add(Evaluate(workspace, folder, one, files[one.File].GetText(cancellationToken).ToString(), plain, withContext, cancellationToken));
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
        string text,
        Slot plain,
        Slot withContext,
        CancellationToken cancellationToken)
    {
        string wanted = text.Substring(one.Start, one.Length);
        string blanked = text.Remove(one.Start, one.Length);
        var snapshot = new DocumentSnapshot
        {
            Uri = Path.Combine(folder, one.File),
            LanguageId = "csharp",
            Version = 1,
            Text = new DocumentText(blanked),
        };
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
        IReadOnlyList<ContextFile> context = DeclarationContext.Collect(
            document, one.Start, [], _ => true, path => Path.GetRelativePath(folder, path).Replace('\\', '/'), cancellationToken);
        double contextMs = clock.Elapsed.TotalMilliseconds;
        request = request with { Context = context };
        result = engine.Complete(withContext, request, onText: null, cancellationToken);
        Add(EvaluatedPart.Context, Filter(result), contextMs);

        var guide = new CSharpNameGuide(document, one.Start, typed: "");
        result = engine.Complete(withContext, request with { Guide = guide }, onText: null, cancellationToken);
        Add(EvaluatedPart.Guided, Filter(result), guide.Elapsed.TotalMilliseconds / Math.Max(1, result.Tokens.Count));

        string suggestion = Filter(result);
        var check = new BindingCheck();
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
}
