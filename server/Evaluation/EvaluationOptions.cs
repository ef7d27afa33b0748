namespace LspCompletion.Server.Evaluation;

/// <summary>What to evaluate, and how.</summary>
/// <param name="Folder">The folder of the projects.</param>
/// <param name="Cases">The number of cases.</param>
/// <param name="Seed">What chooses them.</param>
/// <param name="MaxTokens">The most tokens of a suggestion.</param>
/// <param name="ResultsFile">Takes what is done, and is gone on from; <see langword="null"/> for none.</param>
internal sealed record EvaluationOptions(string Folder, int Cases, int Seed, int MaxTokens, string? ResultsFile)
{
    /// <summary>The folder of the projects, as a full path.</summary>
    public string Folder { get; } = Path.GetFullPath(Folder);
}
