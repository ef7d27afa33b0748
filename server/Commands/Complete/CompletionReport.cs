using LspCompletion.Engine;
using LspCompletion.Engine.Decoding;
using LspCompletion.Server.Commands.Sources;

namespace LspCompletion.Server.Commands.Complete;

/// <summary>What <c>complete --json</c> prints.</summary>
/// <param name="Text">The text to insert; may be empty.</param>
/// <param name="Range">Where it goes; start and end are the cursor, for nothing is replaced.</param>
/// <param name="Stop">Why the text ends where it ends.</param>
/// <param name="Stats">What it cost.</param>
internal sealed record CompletionReport(string Text, PositionRange Range, StopReason Stop, CompletionCost Stats)
{
    /// <summary>The report on the completion of <paramref name="location"/>.</summary>
    public static CompletionReport Of(SourceLocation location, CompletionResult result)
    {
        Position cursor = new(location.Line - 1, location.Column - 1);
        return new CompletionReport(
            result.Text, new PositionRange(cursor, cursor), result.Stop, CompletionCost.Of(result.Stats));
    }
}
