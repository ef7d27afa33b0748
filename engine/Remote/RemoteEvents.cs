using System.Net.ServerSentEvents;
using System.Text.Json;

namespace LspCompletion.Engine.Remote;

/// <summary>
/// Reads the events of an answer (https://html.spec.whatwg.org/multipage/server-sent-events.html), whatever an engine sends:
/// no event and no answer is read beyond what a completion can have.
/// </summary>
/// <param name="protocol">Says what an event means.</param>
/// <param name="failed">The failure that an event tells of, by the engine's words.</param>
/// <param name="senseless">The failure of an answer that makes no sense, by what is wrong with it.</param>
internal sealed class RemoteEvents(IRemoteProtocol protocol, Func<string, EngineException> failed, Func<Exception, EngineException> senseless)
{
    /// <summary>The most bytes of an answer: thousands of events with all that engines tell in each.</summary>
    public const int MostBytes = 1 << 24;

    /// <summary>The most bytes of an event.</summary>
    public const int MostEventBytes = 1 << 20;

    /// <summary>Reads an answer to its end, or as far as it is wanted.</summary>
    /// <param name="stream">The answer.</param>
    /// <param name="answer">Takes its pieces.</param>
    /// <param name="onEvent">Is told of each event.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="EngineException">The engine tells of a failure, or makes no sense.</exception>
    /// <exception cref="HttpRequestException">The answer has no end.</exception>
    /// <exception cref="IOException">The answer can't be read on.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task ReadAsync(Stream stream, RemoteAnswer answer, Action onEvent, CancellationToken cancellationToken)
    {
        await using BoundedStream bounded = new(stream, MostBytes, MostEventBytes);
        try
        {
            await foreach (SseItem<string> item in SseParser.Create(bounded).EnumerateAsync(cancellationToken).ConfigureAwait(false))
            {
                bounded.BeginEvent();
                onEvent();
                if (item.Data == "[DONE]")
                    break;
                if (answer.Append(Read(item.Data)))
                    return;
            }
        }
        catch (InvalidDataException exception)
        {
            throw senseless(exception);
        }

        if (!answer.IsWhole)
            throw new HttpRequestException("the answer has no end.");
    }

    private RemotePiece Read(string data)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(data);
            if (document.RootElement.GetFailure() is { } failure)
                throw failed(failure);
            return protocol.Read(document.RootElement);
        }
        catch (Exception exception) when (exception is not EngineException)
        {
            // Each kind of wrong value has its own kind of exception.
            throw senseless(exception);
        }
    }
}
