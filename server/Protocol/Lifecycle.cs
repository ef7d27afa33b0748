using LspCompletion.Server.Protocol.Transport;
using StreamJsonRpc.Protocol;

namespace LspCompletion.Server.Protocol;

/// <summary>How far the client is with the server, from <c>initialize</c> to <c>exit</c>, and what it may ask when.</summary>
internal sealed class Lifecycle
{
    private readonly TaskCompletionSource _exit = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Phase _phase;

    private enum Phase
    {
        Created,
        Initialized,
        ShutDown,
    }

    /// <summary>Ends when the client says <c>exit</c>.</summary>
    public Task Exited => _exit.Task;

    /// <summary>What the process tells when it ends: 0 after <c>shutdown</c>, otherwise 1.</summary>
    public int ExitCode => _phase == Phase.ShutDown ? 0 : 1;

    /// <summary>Whether a message may not be handled now.</summary>
    /// <returns>Why not; <see langword="null"/> if it may.</returns>
    public Refusal? Refuse(string method, bool isRequest) => _phase switch
    {
        _ when method == Methods.Exit && !isRequest => null,
        Phase.Created when method == Methods.Initialize => null,
        Phase.Created => new Refusal(ErrorCode.ServerNotInitialized, "The first request is initialize."),
        Phase.Initialized when method == Methods.Initialize =>
            new Refusal(JsonRpcErrorCode.InvalidRequest, "initialize comes only once."),
        Phase.ShutDown => new Refusal(JsonRpcErrorCode.InvalidRequest, "After shutdown only exit comes."),
        _ => null,
    };

    /// <summary>The client has made itself known.</summary>
    public void Initialize() => _phase = Phase.Initialized;

    /// <summary>The client wants nothing more.</summary>
    public void ShutDown() => _phase = Phase.ShutDown;

    /// <summary>The process is to end.</summary>
    public void Exit() => _exit.TrySetResult();
}
