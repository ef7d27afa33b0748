using System.Buffers;
using System.Security.Cryptography;
using LspCompletion.Engine.Files;
using Microsoft.Win32.SafeHandles;

namespace LspCompletion.Engine.Models;

/// <summary>
/// Makes sure that a model's files are all there and as its manifest describes them, before any is loaded.
/// </summary>
/// <param name="cacheFolder">
/// Where verified files are remembered by path, size and time stamp, so that they are hashed once and not at each
/// start; null to hash always.
/// </param>
/// <param name="clock">The time.</param>
public sealed class ModelVerification(string? cacheFolder, TimeProvider clock)
{
    private const int BufferSize = 1 << 20;

    // Within the coarsest time stamp (two seconds, on FAT) a file can change twice and keep its stamp.
    private static readonly TimeSpan StampResolution = TimeSpan.FromSeconds(2);

    private readonly VerificationStore _store = new(cacheFolder);

    /// <summary>The user's own folder for such things; null where the account has none.</summary>
    public static string? UserCacheFolder
    {
        get
        {
            string folder = Environment.GetFolderPath(
                Environment.SpecialFolder.LocalApplicationData,
                Environment.SpecialFolderOption.DoNotVerify);
            return folder.Length == 0 ? null : Path.Combine(folder, "LspCompletion");
        }
    }

    /// <summary>
    /// Checks every file of a model: that it is there, its size, its SHA-256; and that its graphs have their weights in files
    /// that were checked, too.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="progress">Is told the share of the hashing that is done, from 0 to 1; null if nobody asks.</param>
    /// <param name="cancellationToken">Stops the hashing.</param>
    /// <exception cref="EngineException">A file is missing, cut or altered; the message names it.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public VerificationResult Verify(
        ModelDirectory model,
        IProgress<double>? progress,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(model);

        // An export lists no files, but it can't do without these.
        IEnumerable<string> graphs = model.Manifest.Graphs.SelectMany(graph => graph.AllFiles);
        foreach (string file in graphs.Append(model.Manifest.Tokenizer))
            Open(model.PathOf(file)).Dispose();

        // Sizes first, for every file: nobody should wait for one file's hash to learn that the next one is cut.
        Dictionary<string, VerifiedFile> remembered = _store.Read();
        List<ModelFile> unknown = [];
        foreach (ModelFile file in model.Manifest.Files)
        {
            string path = model.PathOf(file.Path);
            FileStamp stamp = StampOfRightSize(path, file);
            if (!IsRemembered(remembered.GetValueOrDefault(path), stamp, file))
                unknown.Add(file);
        }

        _store.Add(Hash(model, unknown, progress, cancellationToken));
        foreach (string graph in graphs.Distinct())
            CheckWeights(model, graph);
        return new VerificationResult(unknown.Count, model.Manifest.Files.Count - unknown.Count);
    }

    private static bool IsRemembered(VerifiedFile? remembered, FileStamp stamp, ModelFile file) =>
        remembered is not null
        && remembered.Stamp == stamp
        && remembered.Sha256.Equals(file.Sha256, StringComparison.OrdinalIgnoreCase);

    private static void CheckWeights(ModelDirectory model, string graph)
    {
        foreach (string weights in ExternalFiles.Of(model.Folder, graph))
        {
            // An export lists nothing.
            if (model.Manifest.Files.Count > 0 && model.Manifest.Files.All(file => file.Path != weights))
            {
                throw new EngineException(
                    $"The graph {model.PathOf(graph)} has weights in {weights}, which {ManifestFile.Name} doesn't list under files: " +
                    "nobody can tell whether they are the right ones. Get the model again, or describe the file there.");
            }

            Open(model.PathOf(weights)).Dispose();
        }
    }

    private static FileStamp StampOfRightSize(string path, ModelFile file)
    {
        using SafeFileHandle handle = Open(path);
        FileStamp stamp = FileStamp.Of(handle);
        return stamp.Size == file.Size
            ? stamp
            : throw Altered(path, $"it has {stamp.Size} bytes and should have {file.Size}");
    }

    // Returns, by path, those that may be remembered.
    private Dictionary<string, VerifiedFile> Hash(
        ModelDirectory model,
        IReadOnlyList<ModelFile> files,
        IProgress<double>? progress,
        CancellationToken cancellationToken)
    {
        Dictionary<string, VerifiedFile> lasting = [];
        double total = files.Sum(file => (double)file.Size);
        long done = 0;
        foreach (ModelFile file in files)
        {
            string path = model.PathOf(file.Path);
            using SafeFileHandle handle = Open(path);
            FileStamp stamp = FileStamp.Of(handle);
            string sha256 = Hash(path, handle, bytes => progress?.Report((done += bytes) / total), cancellationToken);
            if (!sha256.Equals(file.Sha256, StringComparison.OrdinalIgnoreCase))
                throw Altered(path, $"its SHA-256 is {sha256} and should be {file.Sha256}");

            bool isOld = clock.GetUtcNow().UtcDateTime - stamp.LastWrite >= StampResolution;
            if (isOld && stamp == FileStamp.Of(handle))
                lasting[path] = new VerifiedFile(stamp, sha256);
        }

        return lasting;
    }

    private static string Hash(string path, SafeFileHandle file, Action<int> onRead, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            for (long position = 0; ;)
            {
                cancellationToken.ThrowIfCancellationRequested();
                int read = RandomAccess.Read(file, buffer, position);
                position += read;
                if (read == 0)
                    return Convert.ToHexStringLower(hash.GetHashAndReset());

                hash.AppendData(buffer, 0, read);
                onRead(read);
            }
        }
        catch (IOException exception)
        {
            throw Unreadable(path, exception);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static SafeFileHandle Open(string path)
    {
        try
        {
            return RegularFile.Open(path);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new EngineException($"{path} is missing; get the model again.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, exception);
        }
    }

    private static EngineException Unreadable(string path, Exception exception) =>
        new($"{path} can't be read ({exception.Message}); allow reading it, or get the model again.", exception);

    private static EngineException Altered(string path, string how) =>
        new($"{path} is not the file that {ManifestFile.Name} describes: {how}; get the model again, " +
            $"or describe the file in {ManifestFile.Name} if it was changed on purpose.");
}
