using LspCompletion.Engine;
using LspCompletion.Engine.Caching;
using LspCompletion.Engine.Prompting;
using LspCompletion.Server.Completion;
using LspCompletion.Server.Context;
using LspCompletion.Server.Evaluation;
using LspCompletion.Server.Settings;

namespace LspCompletion.Server.CSharp.Evaluation;

/// <summary>
/// Measures what each kind of context is worth: by how much more probable it makes what stood at a place. That takes far
/// fewer cases than counting exact answers.
/// </summary>
/// <param name="engine">The engine; this is its only user meanwhile.</param>
/// <param name="options">What to evaluate; tokens of suggestions and results files are not for this.</param>
internal sealed class ContextWorth(CompletionEngine engine, EvaluationOptions options)
{
    /// <summary>The kinds that the files of a folder have; nobody has edited them.</summary>
    private static readonly (string Name, Func<ContextKind, bool> Shows)[] Choices =
    [
        ("names of files", kind => kind == ContextKind.Siblings),
        ("similar code", kind => kind == ContextKind.Similar),
        ("declarations", kind => kind == ContextKind.Declarations),
        ("all of it", _ => true),
    ];

    /// <summary>Measures.</summary>
    /// <param name="onProgress">Told the share that is done, from 0 to 1.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="EngineException">There is nothing to evaluate.</exception>
    public ContextWorthReport Run(Action<double> onProgress, CancellationToken cancellationToken)
    {
        using var folder = new EvaluationFolder(options, cancellationToken);
        using Slot slot = engine.CreateSlot();
        List<double> plain = [];
        List<double>[] gains = [.. Choices.Select(_ => new List<double>())];
        int tokens = 0;
        int done = 0;
        foreach (EvaluationCase one in folder.Cases)
        {
            (IReadOnlyList<ContextPart> parts, string wanted, CompletionRequest request) = Ask(folder, one, cancellationToken);
            IReadOnlyList<double> without = engine.Score(slot, request, wanted, cancellationToken);
            tokens += without.Count;
            plain.Add(Bits(without));
            foreach (((_, Func<ContextKind, bool> shows), List<double> gained) in Choices.Zip(gains))
            {
                ContextFile[] context = [.. parts.Where(part => shows(part.Kind)).Select(part => part.File)];
                if (context.Length > 0)
                    gained.Add(plain[^1] - Bits(engine.Score(slot, request with { Context = context }, wanted, cancellationToken)));
            }

            onProgress((double)++done / folder.Cases.Count);
        }

        return new ContextWorthReport(
            options.Folder,
            engine.Manifest.Name,
            options.Seed,
            plain.Sum() / Math.Max(1, tokens),
            [.. Choices.Zip(gains, (choice, gained) => WorthOfKind.Of(choice.Name, gained))]);
    }

    private static (IReadOnlyList<ContextPart> Parts, string Wanted, CompletionRequest Request) Ask(
        EvaluationFolder folder, EvaluationCase one, CancellationToken cancellationToken)
    {
        using CompiledPlace place = folder.Blank(one);
        EvaluationSources sources = folder.Sources;
        WorkspaceConfiguration configuration = sources.Configuration(sources.Settings(one));
        PlacedQuery asked = PlacedQuery.At(place.Blanked.Query, [], configuration, place.Insight);
        DocumentContext context = sources.ContextAtAsync(place.Blanked, place.Insight, cancellationToken).GetAwaiter().GetResult();
        return (context.Parts, place.Blanked.Wanted, asked.Request(timeLimit: null));
    }

    private static double Bits(IEnumerable<double> logProbabilities) => -logProbabilities.Sum() / Math.Log(2);
}
