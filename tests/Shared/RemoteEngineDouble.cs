using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace LspCompletion.Tests;

/// <summary>An engine on this machine that answers as a test says, byte by byte where that matters.</summary>
internal sealed class RemoteEngineDouble : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, port: 0);
    private readonly CancellationTokenSource _stop = new();
    private int _open;
    private int _taken;

    public RemoteEngineDouble()
    {
        _listener.Start();
        _ = AcceptAsync();
    }

    public string Authority => $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    public Uri Completions => new($"http://{Authority}/v1/completions");

    public Uri Infill => new($"http://{Authority}/infill");

    /// <summary>Every request, its head and its body.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>The bodies of the requests for completions.</summary>
    public IEnumerable<string> Bodies => Requests.Where(request => request.StartsWith("POST", StringComparison.Ordinal))
        .Select(request => request[(request.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..]);

    /// <summary>Connections that are open now.</summary>
    public int OpenConnections => Volatile.Read(ref _open);

    /// <summary>Answers that the client closed before they were whole.</summary>
    public int TakenBack => Volatile.Read(ref _taken);

    /// <summary>What llama.cpp tells of itself; empty for an engine that isn't it.</summary>
    public string Properties { get; set; } = "";

    /// <summary>What it tells of its models.</summary>
    public string Models { get; set; } = """{ "data": [ { "id": "small-model" } ] }""";

    /// <summary>Answers a request for a completion, given its number from 0.</summary>
    public Func<int, RemoteReply, Task> Answer { get; set; } = (_, reply) => reply.StreamAsync("Age ", "{ get; set; }");

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token));
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        Interlocked.Increment(ref _open);
        using (client)
        {
            try
            {
                await using NetworkStream stream = client.GetStream();
                string request = await ReadAsync(stream);
                int before = Bodies.Count();
                Requests.Enqueue(request);
                RemoteReply reply = new(stream, request.Contains("/infill", StringComparison.Ordinal), _stop.Token);
                if (request.StartsWith("POST", StringComparison.Ordinal))
                    await Answer(before, reply);
                else if (request.Contains("/props", StringComparison.Ordinal) && Properties.Length > 0)
                    await reply.WriteAsync(200, Properties);
                else if (request.Contains("/v1/models", StringComparison.Ordinal))
                    await reply.WriteAsync(200, Models);
                else
                    await reply.WriteAsync(404, "{}");
            }
            catch (Exception exception) when (exception is IOException)
            {
                Interlocked.Increment(ref _taken);
            }
            catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException)
            {
                // The test is over.
            }
            finally
            {
                Interlocked.Decrement(ref _open);
            }
        }
    }

    private async Task<string> ReadAsync(NetworkStream stream)
    {
        List<byte> bytes = [];
        byte[] buffer = new byte[16_384];
        while (true)
        {
            int read = await stream.ReadAsync(buffer, _stop.Token);
            if (read == 0)
                throw new OperationCanceledException();
            bytes.AddRange(buffer.AsSpan(0, read));
            string text = Encoding.UTF8.GetString([.. bytes]);
            int end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end < 0)
                continue;

            string? length = text[..end].Split("\r\n")
                .FirstOrDefault(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase));
            int expected = length is null ? 0 : int.Parse(length.Split(':')[1], CultureInfo.InvariantCulture);
            if (bytes.Count - Encoding.UTF8.GetByteCount(text[..(end + 4)]) >= expected)
                return text;
        }
    }
}
