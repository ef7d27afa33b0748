namespace LspCompletion.Server.Commands.Complete;

/// <summary>A line of a file as it would stand with the completion in it.</summary>
/// <param name="Number">The line, counted from 1.</param>
/// <param name="Spans">What the line consists of, from left to right.</param>
internal sealed record RenderedLine(int Number, IReadOnlyList<RenderedSpan> Spans)
{
    /// <summary>Whether the completion has a part in the line.</summary>
    public bool HoldsNewText => Spans.Any(span => span.IsNew);
}
