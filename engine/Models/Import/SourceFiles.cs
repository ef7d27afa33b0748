using LspCompletion.Engine.Files;
using Microsoft.Win32.SafeHandles;

namespace LspCompletion.Engine.Models.Import;

/// <summary>
/// The files of a folder that a model is imported from. Whoever made the folder has no say in which other files of the user's
/// are copied: no link is followed, but those by which Hugging Face's cache leads from a snapshot to its blobs
/// (https://huggingface.co/docs/huggingface_hub/guides/manage-cache).
/// </summary>
internal static class SourceFiles
{
    private const int BufferSize = 1 << 20;

    /// <summary>The path of a file.</summary>
    /// <param name="folder">The folder, its absolute path.</param>
    /// <param name="file">The file, relative to it and with forward slashes.</param>
    /// <exception cref="EngineException">A link leads there.</exception>
    public static string PathOf(string folder, string file)
    {
        for (int slash = file.IndexOf('/'); slash >= 0; slash = file.IndexOf('/', slash + 1))
            Refuse(Path.Combine(folder, file[..slash]), isAllowed: false);

        string path = Path.Combine(folder, file);
        Refuse(path, IsBlob(folder, path));
        return path;
    }

    /// <summary>Opens a file for reading.</summary>
    /// <exception cref="EngineException">A link leads there, or it can't be read.</exception>
    public static SafeFileHandle Open(string folder, string file)
    {
        string path = PathOf(folder, file);
        try
        {
            return RegularFile.Open(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new EngineException($"{path} can't be read ({exception.Message}); get the model again.", exception);
        }
    }

    /// <summary>Copies a file.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="file">The file in it.</param>
    /// <param name="target">Where to; nothing is there.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="EngineException">A link leads there, or it can't be read.</exception>
    /// <exception cref="IOException">The copy can't be written.</exception>
    public static void Copy(string folder, string file, string target, CancellationToken cancellationToken)
    {
        using SafeFileHandle source = Open(folder, file);
        using SafeFileHandle copy = File.OpenHandle(target, FileMode.CreateNew, FileAccess.Write);
        byte[] buffer = new byte[Math.Clamp(RandomAccess.GetLength(source), 1, BufferSize)];
        long position = 0;
        for (int read; (read = RandomAccess.Read(source, buffer, position)) > 0; position += read)
        {
            cancellationToken.ThrowIfCancellationRequested();
            RandomAccess.Write(copy, buffer.AsSpan(0, read), position);
        }
    }

    private static void Refuse(string path, bool isAllowed)
    {
        if (!isAllowed && TargetOf(path) is not null)
            throw new EngineException($"{path} is a link, which an import doesn't follow; put what it leads to in its place, and import again.");
    }

    private static string? TargetOf(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new EngineException($"{path} can't be read ({exception.Message}); get the model again.", exception);
        }
    }

    private static bool IsBlob(string folder, string path)
    {
        string? snapshots = Path.GetDirectoryName(folder);
        if (Path.GetFileName(snapshots) != "snapshots" || TargetOf(path) is not { } target)
            return false;

        string blob = Path.GetFullPath(target, Path.GetDirectoryName(path)!);
        return Path.GetDirectoryName(blob) == Path.Combine(Path.GetDirectoryName(snapshots)!, "blobs")
            && Path.GetFileName(blob).All(char.IsAsciiHexDigit)
            && TargetOf(blob) is null;
    }
}
