using LspCompletion.Engine.Text;
using LspCompletion.Server.Completion;
using LspCompletion.Server.Documents;
using LspCompletion.Server.Insight;
using LspCompletion.Server.Protocol.Messages;
using LspCompletion.Server.Settings;
using Range = LspCompletion.Server.Protocol.Messages.Range;

namespace LspCompletion.Server.Protocol;

/// <summary>Turns what the protocol says into what the server thinks in, and back.</summary>
internal static class Translation
{
    /// <summary>The most suggestions that a client gets to choose from where the user asks for some.</summary>
    private const int MostSuggestions = 3;

    /// <summary>The kind of a notebook's cell that holds code.</summary>
    private const int CodeCell = 2;

    /// <summary>A position as the client counts it.</summary>
    public static TextPosition FromProtocol(Position position) => new(position.Line, position.Character);

    /// <summary>A change as the client counts it.</summary>
    public static TextChange FromProtocol(TextDocumentContentChangeEvent change) => new(
        change.Range is { } range ? new TextRange(FromProtocol(range.Start), FromProtocol(range.End)) : null,
        change.Text);

    /// <summary>A document as it was opened.</summary>
    public static DocumentSnapshot FromProtocol(TextDocumentItem document) => new()
    {
        Uri = document.Uri,
        LanguageId = document.LanguageId,
        Version = document.Version,
        Text = new DocumentText(document.Text),
    };

    /// <summary>A cell of a notebook.</summary>
    public static NotebookCell FromProtocol(NotebookDocumentCell cell) => new(cell.Document, IsCode: cell.Kind == CodeCell);

    /// <summary>A place to complete, in a document as it is now.</summary>
    public static CompletionQuery FromProtocol(
        DocumentSnapshot document, PositionEncoding encoding, Position position, InlineCompletionContext? context)
    {
        CompletionTrigger trigger = context?.TriggerKind == InlineCompletionTriggerKind.Invoked
            ? CompletionTrigger.Invoked
            : CompletionTrigger.Automatic;
        SelectedItem? selected = context?.SelectedCompletionInfo is { } info
            ? new SelectedItem(Offset(info.Range.Start), Offset(info.Range.End), info.Text)
            : null;
        return new CompletionQuery(document, document.Text.CharacterStart(Offset(position)), trigger, selected)
        {
            MostSuggestions = trigger == CompletionTrigger.Invoked ? MostSuggestions : 1,
        };

        int Offset(Position of) => document.Text.OffsetOf(FromProtocol(of), encoding);
    }

    /// <summary>A stretch of a document.</summary>
    public static Range ToProtocol(DocumentText text, PositionEncoding encoding, int start, int end)
    {
        return new Range(PositionOf(start), PositionOf(end));

        Position PositionOf(int offset)
        {
            TextPosition position = text.PositionOf(offset, encoding);
            return new Position(position.Line, position.Character);
        }
    }

    /// <summary>What the engine is doing.</summary>
    public static StatusParams ToProtocol(EngineStatus status) => new(
        status.State switch
        {
            EngineState.Loading => "loading",
            EngineState.Ready => "ready",
            EngineState.Busy => "busy",
            EngineState.Paused => "paused",
            EngineState.Error => "error",
            _ => throw new ArgumentOutOfRangeException(nameof(status), status.State, "Not a state."),
        },
        status.Message,
        status.Percent,
        status.Model,
        status.ExecutionProvider,
        status.Destination,
        status.Last is { } last ? ToProtocol(last) : null);

    /// <summary>What is cached.</summary>
    public static CacheResult ToProtocol(CacheState cache) => new(
        cache.BudgetBytes,
        [
            .. cache.Documents.Select(document => new DocumentCache(
                document.Uri,
                document.Tokens,
                document.Capacity,
                document.Bytes,
                [.. document.Recent.Select(answer => new AnswerReuse(answer.Source, answer.ReusedTokens, answer.ComputedTokens))],
                document.LastMiss)),
        ]);

    /// <summary>How much is traced.</summary>
    public static string ToProtocol(ProtocolTrace trace) => trace switch
    {
        ProtocolTrace.Off => TraceValue.Off,
        ProtocolTrace.Messages => TraceValue.Messages,
        ProtocolTrace.Verbose => TraceValue.Verbose,
        _ => throw new ArgumentOutOfRangeException(nameof(trace), trace, "Not a trace."),
    };

    private static AnswerRecord ToProtocol(CompletionRecord record) => new(
        record.Source,
        record.TotalMs,
        record.ModelMs,
        record.CheckMs,
        record.Reason is { } reason ? OneLine.Of(reason) : null,
        record.Filter,
        record.Number > 0 ? record.Number : null,
        record.Stats?.ReusedTokens,
        record.Stats?.ComputedTokens,
        record.Stats?.GeneratedTokens,
        record.Stats is { RememberedTokens: > 0 and var remembered } ? remembered : null,
        record.Stats?.RememberedFrom is { } from ? OneLine.Of(from) : null,
        record.Check is { Outcome: not CheckOutcome.Unchecked } check ? OneLine.Of(check.ToString()) : null,
        record.Stats?.UnguidedReason);
}
