using System.IO.Pipes;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LspCompletion.Engine;
using LspCompletion.Engine.Files;
using LspCompletion.Engine.Models;

namespace LspCompletion.Server.Backends.Sharing;

/// <summary>
/// Where the process listens that runs one model in one way: a named pipe on Windows, elsewhere a socket in a folder of
/// the user's own. Only the user's own processes get through, on either side. Another model, another setting, another
/// version of the program: another address. Where another user has taken the folder's place, there is none: each window then
/// runs the model itself.
/// </summary>
internal sealed class SharedEngineAddress
{
    /// <summary>The longest path of a socket, in bytes, that every system takes.</summary>
    private const int LongestPath = 100;

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly string _pipe;
    private readonly string _lockFile;

    private SharedEngineAddress(string pipe, string lockFile)
    {
        _pipe = pipe;
        _lockFile = lockFile;
    }

    /// <summary>This program's version: processes of another one don't understand each other for certain.</summary>
    public static string Version { get; } = typeof(SharedEngineAddress).Module.ModuleVersionId.ToString();

    /// <summary>The folder for sockets and locks. Its last part is made when it is needed, for its owner alone.</summary>
    public static string UserFolder
    {
        get
        {
            string name = $"lsp-completion-{Environment.UserName}";
            string? runtime = Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR");
            if (!OperatingSystem.IsWindows() && runtime is ['/', ..] && UnixFile.At(runtime) is { IsFolder: true, IsOwn: true })
                return Path.Combine(runtime, name);

            string folder = Path.Combine(ModelVerification.UserCacheFolder ?? Path.GetTempPath(), "engines");
            return OperatingSystem.IsWindows() || Encoding.UTF8.GetByteCount(folder) + 32 <= LongestPath
                ? folder
                : Path.Combine("/tmp", name);
        }
    }

    /// <summary>The address of an engine, in a folder that is made for it.</summary>
    /// <exception cref="EngineException">There is no model, or the folder can't be made or isn't the user's own.</exception>
    public static SharedEngineAddress Of(EngineSettings settings, string folder)
    {
        string model = Path.GetFullPath(settings.Model.Length > 0 ? settings.Model : DefaultModel.Locate());
        FileInfo manifest = new(Path.Combine(model, "model.json"));
        string stamp = manifest.Exists ? $"{manifest.Length} {manifest.LastWriteTimeUtc.Ticks}" : "";
        string all = string.Join(
            '\n', Version, Environment.UserName, model, stamp, JsonSerializer.Serialize(settings, SharingJson.Default.EngineSettings));
        string name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(all)).AsSpan(0, 8));

        MakeFolder(folder);
        string pipe = OperatingSystem.IsWindows() ? $"lsp-completion-{name}" : Path.Combine(folder, $"{name}.sock");
        return Encoding.UTF8.GetByteCount(pipe) <= LongestPath
            ? new SharedEngineAddress(pipe, Path.Combine(folder, $"{name}.lock"))
            : throw new EngineException($"{pipe} is too long a path for a socket; set XDG_RUNTIME_DIR to a shorter one.");
    }

    /// <summary>
    /// Becomes the one process that listens here. The system takes that back when the process ends, however it ends.
    /// </summary>
    /// <returns><see langword="null"/> if another one is.</returns>
    /// <exception cref="EngineException">The lock can't be had in this folder at all.</exception>
    public FileStream? TryClaim()
    {
        try
        {
            return new FileStream(_lockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (DirectoryNotFoundException exception)
        {
            throw Unusable(exception);
        }
        catch (IOException)
        {
            return null;
        }
        catch (UnauthorizedAccessException exception)
        {
            throw Unusable(exception);
        }
    }

    /// <summary>Waits for the next server, from when this returns. Only for who has claimed the address.</summary>
    /// <exception cref="EngineException">The system doesn't let it.</exception>
    public NamedPipeServerStream Listen()
    {
        try
        {
            return new NamedPipeServerStream(
                _pipe,
                PipeDirection.InOut,
                NamedPipeServerStream.MaxAllowedServerInstances,
                PipeTransmissionMode.Byte,
                PipeOptions.Asynchronous | PipeOptions.CurrentUserOnly);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or SocketException)
        {
            throw Unusable(exception);
        }
    }

    /// <summary>Connects to whoever listens.</summary>
    /// <returns><see langword="null"/> if nobody does.</returns>
    /// <exception cref="EngineException">Whoever listens is another user's, or the system doesn't let it.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task<Stream?> TryConnectAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        NamedPipeClientStream pipe = new(".", _pipe, PipeDirection.InOut, PipeOptions.Asynchronous | PipeOptions.CurrentUserOnly);
        try
        {
            await pipe.ConnectAsync(limit, cancellationToken).ConfigureAwait(false);
            return pipe;
        }
        catch (Exception exception) when (exception is TimeoutException or IOException)
        {
            await pipe.DisposeAsync().ConfigureAwait(false);
            return null;
        }
        catch (UnauthorizedAccessException exception)
        {
            await pipe.DisposeAsync().ConfigureAwait(false);
            throw new EngineException($"{_pipe} belongs to another user, so it isn't spoken to; remove it.", exception);
        }
        catch (SocketException exception)
        {
            await pipe.DisposeAsync().ConfigureAwait(false);
            throw Unusable(exception);
        }
    }

    private static void MakeFolder(string folder)
    {
        try
        {
            if (OperatingSystem.IsWindows())
                Directory.CreateDirectory(folder);
            else
                MakeFolderOnUnix(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new EngineException(
                $"{folder} can't be made a folder of the user's own ({exception.Message}); set XDG_RUNTIME_DIR to one.", exception);
        }
    }

    // Whoever may write beside it may have put something in its place: nothing is changed of what was there before.
    [UnsupportedOSPlatform("windows")]
    private static void MakeFolderOnUnix(string folder)
    {
        if (UnixFile.At(folder) is null)
            Directory.CreateDirectory(folder, OwnerOnly);
        if (UnixFile.At(folder) is not { IsFolder: true, IsOwn: true, IsOpenToOthers: false })
        {
            throw new EngineException(
                $"{folder} is a link, or another user may write to it, so nothing is put there; remove it, or set XDG_RUNTIME_DIR to a folder " +
                "of your own.");
        }
    }

    private EngineException Unusable(Exception exception) => new(
        $"The process that runs the model for all windows can't be spoken to at {_pipe} ({exception.Message}); set XDG_RUNTIME_DIR to " +
        "a folder of your own, or turn sharedEngine off.",
        exception);
}
