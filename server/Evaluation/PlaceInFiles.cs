namespace LspCompletion.Server.Evaluation;

/// <summary>A place, and the files that it is in and that lie around it.</summary>
/// <param name="Case">What is to be written again.</param>
/// <param name="Sources">Reads the files.</param>
internal sealed record PlaceInFiles(EvaluationCase Case, Func<EvaluationSources> Sources)
{
    /// <summary>Has what writes know the project as it was then; asked where settings let it have a say.</summary>
    public Action Remember { get; init; } = () => { };
}
