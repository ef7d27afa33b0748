using LspCompletion.Server.Settings;

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

    /// <summary>The settings by which everything is completed.</summary>
    public ServerSettings Settings { get; init; } = ServerSettings.Default;

    /// <summary>Others, by which everything is completed once more, to be compared; <see langword="null"/> for none.</summary>
    public ServerSettings? Against { get; init; }
}
