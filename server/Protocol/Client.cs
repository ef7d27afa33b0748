using System.Collections.Concurrent;
using System.Text.Json;
using LspCompletion.Engine.Text;
using LspCompletion.Server.Protocol.Messages;
using StreamJsonRpc;

namespace LspCompletion.Server.Protocol;

/// <summary>The other end of the connection: what it can do, and what it is told and asked. Any thread may use it.</summary>
internal sealed class Client(JsonRpc connection, LogWriter log)
{
    private readonly ConcurrentDictionary<string, bool> _shown = new(StringComparer.Ordinal);

    /// <summary>What it can do; nothing until it has connected.</summary>
    public ClientCapabilities Capabilities { get; set; } = new();

    /// <summary>Whether it takes texts apart at line feeds only.</summary>
    public bool SplitsAtLineFeeds { get; set; }

    /// <summary>How much it wants to see of the server's work, by <c>initialize</c> and <c>$/setTrace</c>.</summary>
    public string AskedTrace { get; set; } = TraceValue.Off;

    /// <summary>How much its settings say that it wants to see: for clients that have no other way to ask.</summary>
    public string SetTrace { get; set; } = TraceValue.Off;

    /// <summary>How much it sees of the server's work.</summary>
    public string Trace => SetTrace == TraceValue.Off ? AskedTrace : SetTrace;

    /// <summary>Whether a trace may hold source text.</summary>
    public bool MayTraceSourceText { get; set; }

    /// <summary>Writes a line that says what is wrong, or may become so, to the client's log and to standard error.</summary>
    public void LogWarning(string message)
    {
        log.Write($"warning: {message}");
        Notify(Methods.LogMessage, new MessageParams(MessageType.Warning, OneLine.Of(message)));
    }

    /// <summary>Writes a line to the client's log.</summary>
    public void LogInformation(string message) =>
        Notify(Methods.LogMessage, new MessageParams(MessageType.Info, OneLine.Of(message)));

    /// <summary>Shows the user what is wrong, the same words only once.</summary>
    public void ShowErrorOnce(string message)
    {
        if (!_shown.TryAdd(message, true))
            return;

        log.Write($"error: {message}");
        Notify(Methods.ShowMessage, new MessageParams(MessageType.Error, OneLine.Of(message)));
    }

    /// <summary>Sends a notification. What is sent first arrives first; if the client is gone, nothing happens.</summary>
    public void Notify(string method, object parameters) => _ = NotifyAsync(method, parameters);

    /// <summary>Asks the client.</summary>
    /// <returns>Its answer; <see langword="null"/> if that is an error, or if it is gone. The error is logged.</returns>
    public async Task<JsonElement?> AskAsync(string method, object parameters, CancellationToken cancellationToken)
    {
        try
        {
            return await connection
                .InvokeWithParameterObjectAsync<JsonElement>(method, parameters, cancellationToken).ConfigureAwait(false);
        }
        catch (RemoteRpcException exception)
        {
            LogWarning($"the client answers {method} with an error: {exception.Message}");
            return null;
        }
        catch (Exception exception) when (IsGone(exception))
        {
            return null;
        }
    }

    private static bool IsGone(Exception exception) =>
        exception is ConnectionLostException or ObjectDisposedException or OperationCanceledException or InvalidOperationException;

    private async Task NotifyAsync(string method, object parameters)
    {
        try
        {
            await connection.NotifyWithParameterObjectAsync(method, parameters).ConfigureAwait(false);
        }
        catch (Exception exception) when (IsGone(exception))
        {
            // It doesn't want to hear it any more.
        }
    }
}
