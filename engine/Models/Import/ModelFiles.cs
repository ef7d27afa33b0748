using System.Security.Cryptography;

namespace LspCompletion.Engine.Models.Import;

/// <summary>Describes a folder's files for a manifest.</summary>
internal static class ModelFiles
{
    private const int BufferSize = 1 << 20;

    /// <summary>Every file with its size and checksum, in the order of their names.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="onProgress">Is told the share that is done, from 0 to 1.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static IReadOnlyList<ModelFile> Describe(string folder, Action<double> onProgress, CancellationToken cancellationToken)
    {
        FileInfo[] files =
        [
            .. new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories)
                .OrderBy(file => file.FullName, StringComparer.Ordinal),
        ];
        double total = files.Sum(file => file.Length);
        double done = 0;
        byte[] buffer = new byte[BufferSize];
        List<ModelFile> described = [];
        foreach (FileInfo file in files)
        {
            using FileStream stream = new(file.FullName, new FileStreamOptions { BufferSize = 0 });
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            for (int read; (read = stream.Read(buffer)) > 0;)
            {
                cancellationToken.ThrowIfCancellationRequested();
                hash.AppendData(buffer, 0, read);
                onProgress((done += read) / total);
            }

            string path = Path.GetRelativePath(folder, file.FullName).Replace(Path.DirectorySeparatorChar, '/');
            described.Add(new ModelFile(path, file.Length, Convert.ToHexStringLower(hash.GetHashAndReset())));
        }

        return described;
    }
}
