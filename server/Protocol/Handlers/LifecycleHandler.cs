using System.Reflection;
using LspCompletion.Server.Documents;
using LspCompletion.Server.Protocol.Messages;
using StreamJsonRpc;

namespace LspCompletion.Server.Protocol.Handlers;

/// <summary>From <c>initialize</c> to <c>exit</c>.</summary>
internal sealed class LifecycleHandler(
    Lifecycle lifecycle,
    Client client,
    DocumentStore documents,
    ConfigurationReader configuration,
    StatusReporter status,
    ProcessWatch parent)
{
    private static readonly ProgramInfo Server = new(
        "lsp-completion",
        typeof(LifecycleHandler).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion);

    [JsonRpcMethod(Methods.Initialize)]
    public InitializeResult Initialize(InitializeParams parameters)
    {
        client.Capabilities = parameters.Capabilities ?? new ClientCapabilities();
        client.Trace = parameters.Trace ?? TraceValue.Off;
        documents.Encoding = Negotiation.ChooseEncoding(client.Capabilities);
        if (parameters.ProcessId is { } processId)
            parent.Watch(processId);
        if (parameters.InitializationOptions is { } options)
            configuration.Apply(options);

        lifecycle.Initialize();
        return new InitializeResult(Negotiation.Offer(client.Capabilities), Server);
    }

    [JsonRpcMethod(Methods.Initialized)]
    public void Initialized()
    {
        RegistrationParams registrations = Negotiation.Register(client.Capabilities);
        if (registrations.Registrations.Length > 0)
            _ = client.AskAsync(Methods.RegisterCapability, registrations, CancellationToken.None);

        _ = configuration.PullAsync();
        status.Start();
    }

    [JsonRpcMethod(Methods.Shutdown)]
    public object? Shutdown()
    {
        lifecycle.ShutDown();
        status.Dispose();
        return null;
    }

    [JsonRpcMethod(Methods.Exit)]
    public void Exit() => lifecycle.Exit();

    [JsonRpcMethod(Methods.SetTrace)]
    public void SetTrace(SetTraceParams parameters) => client.Trace = parameters.Value;
}
