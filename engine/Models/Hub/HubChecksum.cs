using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace LspCompletion.Engine.Models.Hub;

/// <summary>
/// What a hub gives to verify a file by: the SHA-256 of a large one, and of a small one the number that Git knows it by,
/// which is the SHA-1 of "blob", its size, and its bytes.
/// </summary>
/// <param name="Digits">Hexadecimal digits.</param>
/// <param name="IsGit">Whether it is Git's.</param>
internal sealed record HubChecksum(string Digits, bool IsGit)
{
    private const int BufferSize = 1 << 20;

    /// <summary>Whether a file has it.</summary>
    /// <exception cref="IOException">It can't be read.</exception>
    public bool Fits(string path, CancellationToken cancellationToken)
    {
        using FileStream stream = new(path, new FileStreamOptions { BufferSize = 0, Options = FileOptions.SequentialScan });
        using var hash = IncrementalHash.CreateHash(IsGit ? HashAlgorithmName.SHA1 : HashAlgorithmName.SHA256);
        if (IsGit)
            hash.AppendData(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"blob {stream.Length}\0")));

        byte[] buffer = new byte[BufferSize];
        for (int read; (read = stream.Read(buffer)) > 0;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            hash.AppendData(buffer, 0, read);
        }

        return Convert.ToHexString(hash.GetHashAndReset()).Equals(Digits, StringComparison.OrdinalIgnoreCase);
    }
}
