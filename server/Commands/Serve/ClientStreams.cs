using System.IO.Pipes;
using System.Net.Sockets;
using LspCompletion.Engine;
using LspCompletion.Server.Commands.Conventions;

namespace LspCompletion.Server.Commands.Serve;

/// <summary>Where a client writes, and where it reads.</summary>
/// <param name="Input">The client writes here.</param>
/// <param name="Output">It reads here; may be the same stream.</param>
internal sealed record ClientStreams(Stream Input, Stream Output) : IDisposable
{
    private const string WindowsPipePrefix = @"\\.\pipe\";

    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The process' own standard streams. Whatever else writes to standard output from now on goes to standard error.
    /// </summary>
    public static ClientStreams OfProcess(Terminal terminal)
    {
        ClientStreams streams = new(terminal.Input, Console.OpenStandardOutput());
        Console.SetOut(Console.Error);
        return streams;
    }

    /// <summary>Connects to a pipe that the client has made.</summary>
    /// <param name="name">The pipe's name on Windows, the path of a socket elsewhere.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="EngineException">Nobody listens there.</exception>
    public static ClientStreams Connect(string name, CancellationToken cancellationToken)
    {
        Stream stream = OperatingSystem.IsWindows() ? ConnectPipe(name, cancellationToken) : ConnectSocket(name);
        return new ClientStreams(stream, stream);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Input.Dispose();
        Output.Dispose();
    }

    private static NamedPipeClientStream ConnectPipe(string name, CancellationToken cancellationToken)
    {
        string bareName = name.StartsWith(WindowsPipePrefix, StringComparison.OrdinalIgnoreCase)
            ? name[WindowsPipePrefix.Length..]
            : name;
        NamedPipeClientStream pipe = new(".", bareName, PipeDirection.InOut, PipeOptions.Asynchronous);
        try
        {
            pipe.ConnectAsync((int)ConnectLimit.TotalMilliseconds, cancellationToken).GetAwaiter().GetResult();
            return pipe;
        }
        catch (Exception exception) when (exception is TimeoutException or IOException or UnauthorizedAccessException)
        {
            pipe.Dispose();
            throw NobodyListens(name, exception);
        }
    }

    private static NetworkStream ConnectSocket(string path)
    {
        Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(path));
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (Exception exception) when (exception is SocketException or ArgumentException)
        {
            socket.Dispose();
            throw NobodyListens(path, exception);
        }
    }

    private static EngineException NobodyListens(string name, Exception cause) =>
        new($"Nobody listens at the pipe {name}: {cause.Message.TrimEnd('.')}; let the client make it first.", cause);
}
