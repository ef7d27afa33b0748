using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace LspCompletion.Tests;

/// <summary>The answer of an engine that is about to be written.</summary>
internal sealed class RemoteReply(NetworkStream stream, bool isInfill, CancellationToken cancellationToken)
{
    /// <summary>Cancelled with the test.</summary>
    public CancellationToken Token => cancellationToken;

    /// <summary>Writes bytes as they are.</summary>
    public async Task WriteAsync(string bytes)
    {
        await stream.WriteAsync(Encoding.UTF8.GetBytes(bytes), cancellationToken);
        await stream.FlushAsync(cancellationToken);
    }

    /// <summary>Writes an answer that is no stream.</summary>
    public Task WriteAsync(int status, string body, params string[] headers) => WriteAsync(string.Create(
        CultureInfo.InvariantCulture,
        $"HTTP/1.1 {status} X\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\nConnection: close\r\n{string.Concat(headers.Select(header => $"{header}\r\n"))}\r\n{body}"));

    /// <summary>Begins a stream of events.</summary>
    public Task BeginAsync() => WriteAsync("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n");

    /// <summary>Writes an event that brings text.</summary>
    public Task PieceAsync(string text) => WriteAsync(isInfill
        ? $$"""data: {"content":{{JsonSerializer.Serialize(text)}},"stop":false,"completion_probabilities":[{"logprob":-0.25}]}""" + "\n\n"
        : $$"""data: {"choices":[{"text":{{JsonSerializer.Serialize(text)}},"logprobs":{"token_logprobs":[-0.25]},"finish_reason":null}]}""" + "\n\n");

    /// <summary>Writes the last events.</summary>
    public Task EndAsync() => WriteAsync(isInfill
        ? """
          data: {"content":"","stop":true,"stop_type":"eos","timings":{"cache_n":90,"prompt_n":10,"prompt_ms":12.5,"predicted_n":2}}


          """
        : """
          data: {"choices":[{"text":"","finish_reason":"stop"}]}

          data: {"choices":[],"usage":{"prompt_tokens":100,"completion_tokens":2,"prompt_tokens_details":{"cached_tokens":90}}}

          data: [DONE]


          """);

    /// <summary>Writes a whole answer.</summary>
    public async Task StreamAsync(params string[] pieces)
    {
        await BeginAsync();
        foreach (string piece in pieces)
            await PieceAsync(piece);
        await EndAsync();
    }

    /// <summary>Waits until the client closes the connection.</summary>
    /// <exception cref="IOException">It did.</exception>
    public async Task UntilClosedAsync()
    {
        while (await stream.ReadAsync(new byte[256], cancellationToken) > 0)
        {
        }

        throw new IOException("The client has gone.");
    }
}
