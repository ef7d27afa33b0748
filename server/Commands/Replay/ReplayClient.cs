using System.Diagnostics;
using LspCompletion.Engine;
using LspCompletion.Server.Documents;
using LspCompletion.Server.Protocol;
using LspCompletion.Server.Protocol.Messages;
using StreamJsonRpc;

namespace LspCompletion.Server.Commands.Replay;

/// <summary>
/// The editor's side of the protocol, as much of it as typing a file needs: starts this very program as a server and
/// speaks to it over its standard streams.
/// </summary>
internal sealed class ReplayClient : IDisposable
{
    private readonly Process _server;
    private readonly JsonRpc _connection;
    private readonly TaskCompletionSource<StatusParams> _loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile AnswerRecord? _last;
    private VersionedTextDocumentIdentifier _document = new("", 0);
    private DocumentText _text = new("");

    private ReplayClient(Process server)
    {
        _server = server;
        var formatter = new SystemTextJsonFormatter { JsonSerializerOptions = ProtocolJson.Default.Options };
        _connection = new JsonRpc(new HeaderDelimitedMessageHandler(
            server.StandardInput.BaseStream, server.StandardOutput.BaseStream, formatter));
        _connection.AddLocalRpcMethod(
            ((Action<StatusParams>)Hear).Method,
            this,
            new JsonRpcMethodAttribute(Methods.Status) { UseSingleObjectParameterDeserialization = true });
        _connection.StartListening();
    }

    /// <summary>Starts a server and waits until its model is loaded.</summary>
    /// <exception cref="EngineException">The server can't load its model.</exception>
    public static async Task<ReplayClient> StartAsync(CancellationToken cancellationToken)
    {
        // "dotnet lsp-completion.dll" is run by the same host again.
        string program = Environment.ProcessPath!;
        bool isHost = Path.GetFileNameWithoutExtension(program).Equals("dotnet", StringComparison.OrdinalIgnoreCase);
        string[] arguments = [.. isHost ? [Environment.GetCommandLineArgs()[0]] : Array.Empty<string>(), "serve", "--stdio"];
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true };
        var client = new ReplayClient(Process.Start(start)!);
        try
        {
            await client.OpenAsync(cancellationToken).ConfigureAwait(false);
            return client;
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    /// <summary>Opens a document.</summary>
    public Task OpenDocumentAsync(string path, string languageId, string text)
    {
        _text = new DocumentText(text);
        _document = new VersionedTextDocumentIdentifier(new Uri(Path.GetFullPath(path)).AbsoluteUri, 1);
        return _connection.NotifyWithParameterObjectAsync(
            Methods.DidOpen, new DidOpenTextDocumentParams(new TextDocumentItem(_document.Uri, languageId, 1, text)));
    }

    /// <summary>Types a text at an offset of the document and asks for a completion behind it.</summary>
    public async Task<ReplayAnswer> TypeAsync(int offset, string typed, CancellationToken cancellationToken)
    {
        Position start = PositionOf(offset);
        _text = _text.Replace(offset, offset, typed);
        _document = _document with { Version = _document.Version + 1 };
        long pressed = Stopwatch.GetTimestamp();
        await _connection.NotifyWithParameterObjectAsync(Methods.DidChange, new DidChangeTextDocumentParams(
            _document, [new TextDocumentContentChangeEvent(typed, new Protocol.Messages.Range(start, start))])).ConfigureAwait(false);
        InlineCompletionList? list = await _connection.InvokeWithParameterObjectAsync<InlineCompletionList?>(
            Methods.InlineCompletion,
            new InlineCompletionParams(new TextDocumentIdentifier(_document.Uri), PositionOf(offset + typed.Length)),
            cancellationToken).ConfigureAwait(false);
        double answeredMs = Stopwatch.GetElapsedTime(pressed).TotalMilliseconds;

        // The server tells how an answer came about before it gives the answer.
        string suggestion = list?.Items is [{ InsertText: var text }, ..] ? text : "";
        double ownMs = _last is { } last ? last.TotalMs - last.ModelMs - last.CheckMs : 0;
        return new ReplayAnswer(suggestion, answeredMs, _last?.Source ?? "", ownMs, _last?.ComputedTokens ?? 0);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _connection.Dispose();
        if (!_server.WaitForExit(TimeSpan.FromSeconds(3)))
            _server.Kill(entireProcessTree: true);
        _server.Dispose();
    }

    private async Task OpenAsync(CancellationToken cancellationToken)
    {
        InitializeParams parameters = new(
            Environment.ProcessId,
            RootUri: new Uri(Environment.CurrentDirectory).AbsoluteUri,
            Capabilities: new ClientCapabilities(
                TextDocument: new TextDocumentClientCapabilities(new DynamicRegistrationCapability())));
        await _connection.InvokeWithParameterObjectAsync<InitializeResult>(
            Methods.Initialize, parameters, cancellationToken).ConfigureAwait(false);
        await _connection.NotifyWithParameterObjectAsync(Methods.Initialized, new object()).ConfigureAwait(false);
        StatusParams status = await _loaded.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        if (status.State == "error")
            throw new EngineException(status.Message);
    }

    private Position PositionOf(int offset)
    {
        TextPosition position = _text.PositionOf(offset, PositionEncoding.Utf16);
        return new Position(position.Line, position.Character);
    }

    private void Hear(StatusParams status)
    {
        _last = status.Last;
        if (status.State is "ready" or "error")
            _loaded.TrySetResult(status);
    }
}
