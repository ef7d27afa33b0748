using System.Reflection;
using LspCompletion.Server.Protocol.Messages;
using StreamJsonRpc;

namespace LspCompletion.Server.Protocol.Handlers;

/// <summary>From <c>initialize</c> to <c>exit</c>.</summary>
/// <param name="lifecycle">How far the client is.</param>
/// <param name="client">The client.</param>
/// <param name="parent">Waits for the end of the client's process.</param>
/// <param name="open">Begins to serve a client that has made itself known.</param>
internal sealed class LifecycleHandler(
    Lifecycle lifecycle, Client client, ProcessWatch parent, Func<InitializeParams, ServedClient> open)
{
    private static readonly ProgramInfo Server = new(
        "lsp-completion",
        typeof(LifecycleHandler).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion);

    private ServedClient? _served;
    private bool _isStarted;

    [JsonRpcMethod(Methods.Initialize)]
    public InitializeResult Initialize(InitializeParams parameters)
    {
        client.Capabilities = parameters.Capabilities ?? new ClientCapabilities();
        client.SplitsAtLineFeeds = Negotiation.SplitsAtLineFeeds(parameters);
        client.AskedTrace = parameters.Trace ?? TraceValue.Off;
        if (parameters.ProcessId is { } processId)
            parent.Watch(processId);

        _served = open(parameters);
        lifecycle.Initialize();
        return new InitializeResult(Negotiation.Offer(client.Capabilities), Server);
    }

    [JsonRpcMethod(Methods.Initialized)]
    public void Initialized()
    {
        // A client that says it again doesn't get everything twice.
        if (_isStarted || _served is not { } served)
            return;

        _isStarted = true;
        RegistrationParams registrations = Negotiation.Register(client.Capabilities);
        if (registrations.Registrations.Length > 0)
            _ = client.AskAsync(Methods.RegisterCapability, registrations, CancellationToken.None);

        _ = served.Configuration.StartAsync();
        served.Status.Start();
    }

    [JsonRpcMethod(Methods.Shutdown)]
    public object? Shutdown()
    {
        lifecycle.ShutDown();
        _served?.Status.Dispose();
        return null;
    }

    [JsonRpcMethod(Methods.Exit)]
    public void Exit() => lifecycle.Exit();

    [JsonRpcMethod(Methods.SetTrace)]
    public void SetTrace(SetTraceParams parameters) => client.AskedTrace = parameters.Value;
}
