using System.Globalization;
using LspCompletion.Server.Completion;
using LspCompletion.Server.Documents;
using LspCompletion.Server.Protocol.Messages;
using StreamJsonRpc;

namespace LspCompletion.Server.Protocol.Handlers;

/// <summary>Gives completions, inline and in lists. The snapshot is taken before the first wait.</summary>
internal sealed class CompletionHandler(DocumentStore documents, ICompletionService completion, Client client)
{
    [JsonRpcMethod(Methods.InlineCompletion)]
    public async Task<InlineCompletionList> InlineCompletionAsync(
        InlineCompletionParams parameters, CancellationToken cancellationToken)
    {
        if (!documents.TryGet(parameters.TextDocument.Uri, out DocumentSnapshot? document))
            return new InlineCompletionList([]);

        PositionEncoding encoding = documents.Encoding;
        CompletionQuery query = Translation.FromProtocol(document, encoding, parameters.Position, parameters.Context);
        CompletionReply reply = await AskAsync(Methods.InlineCompletion, query, cancellationToken).ConfigureAwait(false);
        return new InlineCompletionList(reply.Suggestion is { } first ? [ItemOf(first), .. reply.Others.Select(ItemOf)] : []);

        InlineCompletionItem ItemOf(Suggestion suggestion) => new(
            client.SplitsAtLineFeeds ? WithLineFeeds(suggestion.Text) : suggestion.Text,
            Translation.ToProtocol(document.Text, encoding, suggestion.ReplaceStart, suggestion.ReplaceEnd),
            AcceptCommand.Of(suggestion));
    }

    [JsonRpcMethod(Methods.Completion)]
    public async Task<CompletionList> CompletionAsync(CompletionParams parameters, CancellationToken cancellationToken)
    {
        if (!documents.TryGet(parameters.TextDocument.Uri, out DocumentSnapshot? document))
            return new CompletionList(IsIncomplete: true, []);

        // Whether the user asks or types a word, clients say "invoked".
        PositionEncoding encoding = documents.Encoding;
        CompletionQuery query = Translation.FromProtocol(document, encoding, parameters.Position, context: null);
        Suggestion? suggestion = (await AskAsync(Methods.Completion, query, cancellationToken).ConfigureAwait(false)).Suggestion;
        return new CompletionList(
            IsIncomplete: true, suggestion is null ? [] : [ListItem.Of(suggestion, query, encoding, client.Capabilities)]);
    }

    private static string WithLineFeeds(string text) =>
        text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');

    private async Task<CompletionReply> AskAsync(string method, CompletionQuery query, CancellationToken cancellationToken)
    {
        CompletionReply reply = await completion.CompleteAsync(query, cancellationToken).ConfigureAwait(false);
        if (client.Trace != TraceValue.Off)
            client.Notify(Methods.LogTrace, Describe(method, reply));
        return reply;
    }

    private LogTraceParams Describe(string method, CompletionReply reply)
    {
        CompletionRecord record = reply.Record;
        string suggestion = client.MayTraceSourceText ? $"\"{reply.Suggestion?.Text}\"" : "a suggestion";
        string message = string.Create(
            CultureInfo.InvariantCulture,
            $"{method}: {(record.Reason is null ? suggestion : $"nothing ({record.Reason})")}, {record.Source}, {record.TotalMs:F1} ms{(record.Check is null ? "" : $", {record.Check}")}");
        return new LogTraceParams(message, client.Trace == TraceValue.Verbose ? record.Stats?.ToString() : null);
    }
}
