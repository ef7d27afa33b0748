using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace LspCompletion.Tests;

/// <summary>A hub on this machine that answers as Hugging Face's does, but for the faults that a test puts in.</summary>
internal sealed class LocalHub : IDisposable
{
    public const string Repository = "someone/a-model";

    private readonly TcpListener _listener = new(IPAddress.Loopback, port: 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Dictionary<string, byte[]> _files = [];

    public LocalHub()
    {
        _listener.Start();
        _ = AcceptAsync();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");

    /// <summary>All that was asked so far.</summary>
    public ConcurrentQueue<HubRequest> Requests { get; } = new();

    /// <summary>Changes an answer; is given how many requests for the same path there were before.</summary>
    public Func<HubRequest, int, HubReply, HubReply> Fault { get; set; } = (_, _, reply) => reply;

    /// <summary>The list of files; null for the true one.</summary>
    public string? Listing { get; set; }

    public void Add(string path, byte[] bytes) => _files[path] = bytes;

    /// <summary>Nobody listens any more.</summary>
    public void Close() => _listener.Stop();

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
        _stop.Dispose();
    }

    public string TrueListing() => JsonSerializer.Serialize(_files.Select(file => IsLarge(file.Key)
        ? (object)new
        {
            type = "file",
            oid = new string('a', 40),
            size = file.Value.Length,
            path = file.Key,
            lfs = new { oid = Convert.ToHexStringLower(SHA256.HashData(file.Value)), size = file.Value.Length, pointerSize = 134 },
        }
        : new { type = "file", oid = GitNumber(file.Value), size = file.Value.Length, path = file.Key })
        .Append(new { type = "directory", oid = new string('b', 40), size = 0, path = "onnx" }));

    private static bool IsLarge(string path) => path.EndsWith(".safetensors", StringComparison.Ordinal);

    private static string GitNumber(byte[] bytes)
    {
        byte[] head = Encoding.ASCII.GetBytes($"blob {bytes.Length}\0");
#pragma warning disable CA5350 // Git's numbers are SHA-1.
        return Convert.ToHexStringLower(SHA1.HashData([.. head, .. bytes]));
#pragma warning restore CA5350
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                TcpClient client = await _listener.AcceptTcpClientAsync(_stop.Token);
                _ = ServeAsync(client);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                await using NetworkStream stream = client.GetStream();
                using StreamReader reader = new(stream, Encoding.ASCII, leaveOpen: true);
                string path = (await reader.ReadLineAsync(_stop.Token))!.Split(' ')[1];
                long from = 0;
                string? authorization = null;
                while (await reader.ReadLineAsync(_stop.Token) is { Length: > 0 } header)
                {
                    if (header.StartsWith("Range: bytes=", StringComparison.OrdinalIgnoreCase))
                        from = long.Parse(header["Range: bytes=".Length..].TrimEnd('-'), CultureInfo.InvariantCulture);
                    if (header.StartsWith("Authorization: ", StringComparison.OrdinalIgnoreCase))
                        authorization = header["Authorization: ".Length..];
                }

                // A proxy is asked for whole addresses.
                if (Uri.TryCreate(path, UriKind.Absolute, out Uri? whole) && whole.Scheme == Uri.UriSchemeHttp)
                    path = whole.PathAndQuery;
                HubRequest request = new(path, from, authorization);
                int before = Requests.Count(other => other.Path == path);
                Requests.Enqueue(request);
                await WriteAsync(stream, Fault(request, before, Answer(request)));
            }
            catch (Exception exception) when (exception is IOException or OperationCanceledException or ObjectDisposedException)
            {
                // The client or the test has gone.
            }
        }
    }

    private HubReply Answer(HubRequest request)
    {
        if (request.Path.StartsWith($"/api/models/{Repository}/tree/main", StringComparison.Ordinal))
            return new HubReply(200, Encoding.UTF8.GetBytes(Listing ?? TrueListing()));

        string prefix = $"/{Repository}/resolve/main/";
        if (!request.Path.StartsWith(prefix, StringComparison.Ordinal)
            || !_files.TryGetValue(Uri.UnescapeDataString(request.Path[prefix.Length..]), out byte[]? bytes))
        {
            return new HubReply(404, "no"u8.ToArray());
        }

        return request.From == 0 ? new HubReply(200, bytes)
            : request.From >= bytes.Length ? new HubReply(416, [])
            : new HubReply(206, bytes[(int)request.From..])
            {
                Headers = new Dictionary<string, string>
                {
                    ["Content-Range"] = $"bytes {request.From}-{bytes.Length - 1}/{bytes.Length}",
                },
            };
    }

    private async Task WriteAsync(NetworkStream stream, HubReply reply)
    {
        StringBuilder head = new();
        head.Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {reply.Status} X\r\nConnection: close\r\n");
        if (reply.Endless is null)
            head.Append(CultureInfo.InvariantCulture, $"Content-Length: {reply.Body.Length}\r\n");
        foreach ((string name, string value) in reply.Headers)
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        head.Append("\r\n");
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head.ToString()), _stop.Token);
        byte[] more = new byte[1 << 16];
        while (reply.Endless is { } written)
        {
            await stream.WriteAsync(more, _stop.Token);
            written(more.Length);
        }

        for (int i = 0; reply.DripsEveryMs is { } pause && i < reply.Body.Length; i++)
        {
            await stream.WriteAsync(reply.Body.AsMemory(i, 1), _stop.Token);
            await Task.Delay(pause, _stop.Token);
        }

        if (reply.DripsEveryMs is not null)
            return;
        await stream.WriteAsync(reply.Body.AsMemory(0, Math.Min(reply.CutAfter ?? int.MaxValue, reply.Body.Length)), _stop.Token);
        await stream.FlushAsync(_stop.Token);
        if (reply.Hangs)
            await Task.Delay(Timeout.Infinite, _stop.Token);
    }
}
