using System.Text.Json;

namespace LspCompletion.Engine.Models.Hub;

/// <summary>Reads a hub's list of a repository's files, which is not to be trusted.</summary>
internal static class HubListing
{
    private const int Sha1Digits = 40;
    private const int Sha256Digits = 64;

    /// <summary>The files of one page.</summary>
    /// <param name="json">What <c>/api/models/.../tree</c> answered.</param>
    /// <param name="repository">Whose list it is, for the error.</param>
    /// <exception cref="EngineException">It is no such list, or names files that would lie elsewhere.</exception>
    public static IReadOnlyList<HubFile> Parse(ReadOnlyMemory<byte> json, string repository)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            return
            [
                .. document.RootElement.EnumerateArray()
                    .Where(entry => entry.GetProperty("type").GetString() == "file")
                    .Select(entry => ReadFile(entry, repository)),
            ];
        }
        catch (Exception exception)
            when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new EngineException(
                $"The hub's list of {repository} can't be read ({exception.Message.ReplaceLineEndings(" ")}); try again later, " +
                "or check HF_ENDPOINT.",
                exception);
        }
    }

    private static HubFile ReadFile(JsonElement entry, string repository)
    {
        string path = entry.GetProperty("path").GetString() ?? "";
        if (!ManifestRules.StaysInside(path))
        {
            throw new EngineException(
                $"The hub's list of {repository} names a file that would lie outside of the model's folder; nothing is " +
                "downloaded. Choose another model, or check HF_ENDPOINT.");
        }

        bool isLarge = entry.TryGetProperty("lfs", out JsonElement large) && large.ValueKind == JsonValueKind.Object;
        long size = (isLarge ? large : entry).GetProperty("size").GetInt64();
        string digits = (isLarge ? large : entry).GetProperty("oid").GetString() ?? "";
        if (size < 0 || digits.Length != (isLarge ? Sha256Digits : Sha1Digits) || !digits.All(char.IsAsciiHexDigit))
            throw new FormatException("a file has no size or no checksum");
        return new HubFile(path, size, new HubChecksum(digits, IsGit: !isLarge));
    }
}
