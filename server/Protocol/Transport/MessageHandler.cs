using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using StreamJsonRpc;
using StreamJsonRpc.Protocol;

namespace LspCompletion.Server.Protocol.Transport;

/// <summary>
/// Reads and writes messages, and outlives every malformed one: it answers with the error that JSON-RPC and the
/// protocol demand, and goes on with the next. (The one that StreamJsonRpc brings ends the connection.)
/// </summary>
/// <remarks>Writing never waits for the client, so a client that doesn't read can't keep the server from reading.</remarks>
internal sealed class MessageHandler : MessageHandlerBase
{
    private readonly FrameReader _frames;
    private readonly MessageParser _parser;
    private readonly Func<string, bool, Refusal?> _refuse;
    private readonly Pipe _outgoing = new(new PipeOptions(pauseWriterThreshold: 0, useSynchronizationContext: false));
    private readonly ArrayBufferWriter<byte> _body = new();
    private readonly ConcurrentDictionary<RequestId, bool> _unanswered = [];

    /// <summary>Reads from one stream and writes to another; closes neither.</summary>
    /// <param name="input">What is read.</param>
    /// <param name="output">What is written to.</param>
    /// <param name="json">How what messages carry is written as JSON.</param>
    /// <param name="refuse">Says of a method, and whether it asks for an answer, why it may not be handled now.</param>
    public MessageHandler(Stream input, Stream output, JsonSerializerOptions json, Func<string, bool, Refusal?> refuse)
        : base(new SystemTextJsonFormatter { JsonSerializerOptions = json })
    {
        _frames = new FrameReader(input);
        _parser = new MessageParser(Formatter);
        _refuse = refuse;
        Sending = SendAsync(output);
    }

    /// <summary>Ends when everything is sent after <see cref="CloseAsync"/>, or when nobody listens any more.</summary>
    public Task Sending { get; }

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <summary>Sends what is written, as far as the client takes it within a time.</summary>
    public async Task CloseAsync(TimeSpan limit)
    {
        await _outgoing.Writer.CompleteAsync().ConfigureAwait(false);
        await Sending.WaitAsync(limit).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <inheritdoc/>
    protected override async ValueTask<JsonRpcMessage?> ReadCoreAsync(CancellationToken cancellationToken)
    {
        while (await _frames.ReadAsync(cancellationToken).ConfigureAwait(false) is { } body)
        {
            JsonRpcMessage? message = _parser.Parse(body, out RequestId id, out Refusal? refusal);
            if (message is JsonRpcRequest request)
            {
                refusal = _refuse(request.Method!, request.IsResponseExpected);
                if (refusal is null)
                    return request;
                if (!request.IsResponseExpected)
                    continue;
                id = request.RequestId;
            }

            if (refusal is not null)
            {
                if (refusal.Code == JsonRpcErrorCode.ParseError && body.Length > 0)
                    _frames.Resynchronize();
                await WriteAsync(Answer(id, refusal), cancellationToken).ConfigureAwait(false);
            }
            else if (message is IJsonRpcMessageWithId answer && _unanswered.TryRemove(answer.RequestId, out _))
            {
                return message;
            }

            // Other answers are left out: to StreamJsonRpc, one that nobody waits for is a reason to end the connection.
        }

        return null;
    }

    /// <inheritdoc/>
    protected override ValueTask WriteCoreAsync(JsonRpcMessage content, CancellationToken cancellationToken)
    {
        if (content is JsonRpcRequest { IsResponseExpected: true } request)
            _unanswered.TryAdd(request.RequestId, true);

        _body.ResetWrittenCount();
        Formatter.Serialize(_body, content);
        Encoding.ASCII.GetBytes(
            string.Create(CultureInfo.InvariantCulture, $"Content-Length: {_body.WrittenCount}\r\n\r\n"), _outgoing.Writer);
        _outgoing.Writer.Write(_body.WrittenSpan);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    protected override async ValueTask FlushAsync(CancellationToken cancellationToken) =>
        await _outgoing.Writer.FlushAsync(cancellationToken).ConfigureAwait(false);

    private static JsonRpcError Answer(RequestId id, Refusal refusal) => new()
    {
        RequestId = id,
        Error = new JsonRpcError.ErrorDetail { Code = refusal.Code, Message = refusal.Message },
    };

    private async Task SendAsync(Stream output)
    {
        PipeReader reader = _outgoing.Reader;
        try
        {
            ReadResult read;
            do
            {
                read = await reader.ReadAsync().ConfigureAwait(false);
                foreach (ReadOnlyMemory<byte> segment in read.Buffer)
                    await output.WriteAsync(segment).ConfigureAwait(false);
                await output.FlushAsync().ConfigureAwait(false);
                reader.AdvanceTo(read.Buffer.End);
            }
            while (!read.IsCompleted);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // The client is gone.
        }

        await reader.CompleteAsync().ConfigureAwait(false);
    }
}
