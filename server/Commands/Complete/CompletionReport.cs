using LspCompletion.Engine.Decoding;
using LspCompletion.Server.Commands.Sources;
using LspCompletion.Server.Completion;

namespace LspCompletion.Server.Commands.Complete;

/// <summary>What <c>complete --json</c> prints.</summary>
/// <param name="Text">The text to insert; may be empty.</param>
/// <param name="Range">Where it goes; start and end are the cursor, for nothing is replaced.</param>
/// <param name="Reason">Why the text is empty; left out if it isn't.</param>
/// <param name="Stop">Why the model wrote no more.</param>
/// <param name="Stats">What it cost.</param>
internal sealed record CompletionReport(string Text, PositionRange Range, string? Reason, StopReason Stop, CompletionCost Stats)
{
    /// <summary>The report on the completion of <paramref name="location"/>.</summary>
    public static CompletionReport Of(SourceLocation location, Written written, Shown shown)
    {
        Position cursor = new(location.Line - 1, location.Column - 1);
        return new CompletionReport(
            shown.Text, new PositionRange(cursor, cursor), shown.Reason, written.Result.Stop, CompletionCost.Of(written.Result.Stats));
    }
}
