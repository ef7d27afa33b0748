using System.Collections.Concurrent;
using System.IO.Pipes;

namespace LspCompletion.Server.Backends.Sharing;

/// <summary>
/// Runs a model for all servers that connect. It ends when the last of them has gone, or when none comes.
/// </summary>
/// <param name="address">Where it listens.</param>
/// <param name="settings">Which model, and how to run it.</param>
/// <param name="clock">The time.</param>
/// <param name="stop">Stops what writes at the end, or the process where that takes too long.</param>
internal sealed class SharedEngineHost(
    SharedEngineAddress address, EngineSettings settings, TimeProvider clock, Action<LocalBackend> stop)
{
    /// <summary>How long it waits for the server that started it.</summary>
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(30);

    /// <summary>How long it stays without a server: one that is started anew finds it still there.</summary>
    private static readonly TimeSpan LastWait = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<SharedEngineClient, byte> _clients = new();

    /// <summary>Runs until nobody needs it any more.</summary>
    /// <returns>Whether it did; <see langword="false"/> if another process does.</returns>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        await using FileStream? claim = address.TryClaim();
        if (claim is null)
            return false;

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        LocalBackend backend = new(settings, clock, line => TellAll(SharingMethods.Log, line));
        backend.Changed += () => TellAll(SharingMethods.Trouble, backend.Trouble);
        await using ITimer alone = clock.CreateTimer(_ => EndIfAlone(), null, FirstWait, Timeout.InfiniteTimeSpan);
        NamedPipeServerStream next = address.Listen();
        SharedLoading loading = new(backend, share => TellAll(SharingMethods.Progress, share), ending.Token);
        List<Task> serving = [];
        try
        {
            while (true)
            {
                NamedPipeServerStream pipe = next;
                bool isConnected = await TryAcceptAsync(pipe, ending.Token).ConfigureAwait(false);
                next = address.Listen();
                serving.RemoveAll(static served => served.IsCompleted);
                if (isConnected)
                    serving.Add(ServeAsync(pipe, backend, loading, alone));
                else
                    await pipe.DisposeAsync().ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The last server has gone, or the process is to end.
        }
        finally
        {
            await next.DisposeAsync().ConfigureAwait(false);
            foreach (SharedEngineClient client in _clients.Keys)
                client.Dispose();
            await Task.WhenAll(serving).ConfigureAwait(false);
            stop(backend);
        }

        return true;

        void EndIfAlone()
        {
            if (_clients.IsEmpty)
                ending.Cancel();
        }
    }

    private static async Task<bool> TryAcceptAsync(NamedPipeServerStream pipe, CancellationToken cancellationToken)
    {
        try
        {
            await pipe.WaitForConnectionAsync(cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It went at once; or it is another user's, to whom nothing is said.
            return false;
        }
    }

    private async Task ServeAsync(Stream pipe, LocalBackend backend, SharedLoading loading, ITimer alone)
    {
        using SharedEngineClient client = new(pipe, backend, loading);
        _clients.TryAdd(client, 0);
        await client.RunAsync().ConfigureAwait(false);
        _clients.TryRemove(client, out _);
        if (_clients.IsEmpty)
            alone.Change(LastWait, Timeout.InfiniteTimeSpan);
    }

    private void TellAll(string method, object? value)
    {
        foreach (SharedEngineClient client in _clients.Keys)
            client.Tell(method, value);
    }
}
