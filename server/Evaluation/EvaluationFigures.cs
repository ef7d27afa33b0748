namespace LspCompletion.Server.Evaluation;

/// <summary>What the cases came to with some parts at work.</summary>
/// <param name="Part">The last part that was at work.</param>
/// <param name="Cases">The number of cases.</param>
/// <param name="ExactShare">The share of all cases in which what stood there was suggested.</param>
/// <param name="Similarity">The mean similarity of what was suggested to what stood there; 0 where nothing was.</param>
/// <param name="ShownShare">The share of cases with a suggestion.</param>
/// <param name="BoundShare">The share of suggestions that bring no errors; null without suggestions.</param>
/// <param name="UnknownMembers">The suggestions that name a member that doesn't exist.</param>
/// <param name="AddedMs">Milliseconds that the part took itself; of guiding, for each token.</param>
internal sealed record EvaluationFigures(
    EvaluatedPart Part,
    int Cases,
    double ExactShare,
    double Similarity,
    double ShownShare,
    double? BoundShare,
    int UnknownMembers,
    Percentiles AddedMs)
{
    private static readonly string[] UnknownMember = ["CS1061", "CS0117"];

    /// <summary>Sums up the results of one part; at least one.</summary>
    public static EvaluationFigures Of(EvaluatedPart part, IReadOnlyList<CaseResult> results)
    {
        CaseResult[] shown = [.. results.Where(result => result.IsShown)];
        return new EvaluationFigures(
            part,
            results.Count,
            results.Average(result => result.IsExact ? 1.0 : 0),
            results.Average(result => result.Similarity),
            (double)shown.Length / results.Count,
            shown.Length == 0 ? null : shown.Average(result => result.Errors.Count == 0 ? 1.0 : 0),
            shown.Count(result => result.Errors.Any(error => UnknownMember.Contains(error))),
            Percentiles.Of(results.Select(result => result.AddedMs)));
    }
}
