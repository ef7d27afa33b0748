namespace LspCompletion.Server.Evaluation;

/// <summary>What an evaluation came to.</summary>
/// <param name="Folder">What was evaluated.</param>
/// <param name="Model">The model's name.</param>
/// <param name="Seed">What chose the cases.</param>
/// <param name="Figures">The figures of all cases, a row for each part.</param>
/// <param name="ByKind">The same for each kind of blank.</param>
/// <param name="Failures">The cases that failed, and how, one line each; they count nowhere else.</param>
internal sealed record EvaluationReport(
    string Folder,
    string Model,
    int Seed,
    IReadOnlyList<EvaluationFigures> Figures,
    IReadOnlyDictionary<string, IReadOnlyList<EvaluationFigures>> ByKind,
    IReadOnlyList<string> Failures)
{
    /// <summary>The report on some results.</summary>
    public static EvaluationReport Of(
        string folder, string model, int seed, IReadOnlyList<CaseResult> results, IReadOnlyList<string> failures) => new(
        folder,
        model,
        seed,
        ByPart(results),
        results.GroupBy(result => result.Kind).OrderBy(group => group.Key)
            .ToDictionary(group => group.Key.ToString(), group => ByPart([.. group])),
        failures);

    private static IReadOnlyList<EvaluationFigures> ByPart(IReadOnlyList<CaseResult> results) =>
    [
        .. results.GroupBy(result => result.Part).OrderBy(group => group.Key)
            .Select(group => EvaluationFigures.Of(group.Key, [.. group])),
    ];
}
