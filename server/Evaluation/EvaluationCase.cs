namespace LspCompletion.Server.Evaluation;

/// <summary>A part of a file that is to be written again.</summary>
/// <param name="File">The file, relative to the folder, with forward slashes.</param>
/// <param name="Start">Where the part begins, in UTF-16 code units.</param>
/// <param name="Length">Its length.</param>
/// <param name="Kind">What it is.</param>
internal sealed record EvaluationCase(string File, int Start, int Length, BlankKind Kind)
{
    /// <summary>Names it within a run.</summary>
    public string Id => $"{File}:{Start}+{Length}";
}
