using System.Net;
using System.Net.Http.Headers;

namespace LspCompletion.Engine.Models.Hub;

/// <summary>
/// Fetches files of a repository: goes on where an earlier try ended, tries again when the connection breaks, and takes
/// nothing whose size or checksum is wrong.
/// </summary>
/// <param name="client">The hub.</param>
/// <param name="repository">The repository.</param>
/// <param name="clock">Waits between tries, and notices when nothing comes any more.</param>
internal sealed class HubDownload(HubClient client, HubRepository repository, TimeProvider clock)
{
    /// <summary>What a file is called until all of it is there.</summary>
    public const string PartSuffix = ".part";

    private const int BufferSize = 1 << 17;

    /// <summary>Fewer bytes in <see cref="Patience"/>, or in a try that is cut short, are as good as none.</summary>
    private const int LeastProgress = 1 << 14;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Fetches one file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="path">Where it goes. Until it is whole, it is called so with <see cref="PartSuffix"/> behind.</param>
    /// <param name="onReceived">Is told how many bytes of it are there.</param>
    /// <param name="cancellationToken">Gives up; what is there remains for the next time.</param>
    /// <exception cref="EngineException">It can't be had, or not as the hub describes it.</exception>
    /// <exception cref="IOException">It can't be written.</exception>
    public async Task FetchAsync(HubFile file, string path, Action<long> onReceived, CancellationToken cancellationToken)
    {
        if (File.Exists(path) && new FileInfo(path).Length == file.Size && file.Checksum.Fits(path, cancellationToken))
        {
            onReceived(file.Size);
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        string part = path + PartSuffix;
        int refusals = 0;
        for (int tries = 0; ;)
        {
            long before = LengthOf(part);
            string? failure = await TryAsync(file, part, onReceived, cancellationToken);
            if (failure is null)
            {
                if (file.Checksum.Fits(part, cancellationToken))
                    break;

                // Perhaps what was there from last time was of an older version.
                File.Delete(part);
                if (++refusals == 2)
                {
                    throw new EngineException(
                        $"{file.Path} of {repository.Name} is not what the hub says: its checksum is wrong, twice. " +
                        "Something changes it on its way, or the hub is damaged; try another network, or check HF_ENDPOINT.");
                }

                continue;
            }

            tries = LengthOf(part) - before >= LeastProgress ? 0 : tries + 1;
            if (tries == Retries.Most)
            {
                throw new EngineException(
                    $"{file.Path} of {repository.Name} can't be downloaded: {failure}. Check the connection (and HTTPS_PROXY " +
                    "behind a proxy), and run the command again: it goes on where it ended.");
            }

            await Retries.PauseAsync(tries, clock, cancellationToken);
        }

        File.Move(part, path, overwrite: true);
    }

    private static long LengthOf(string part) => File.Exists(part) ? new FileInfo(part).Length : 0;

    // Returns what went wrong in a way that another try may mend; null if all bytes are there.
    private async Task<string?> TryAsync(
        HubFile file, string part, Action<long> onReceived, CancellationToken cancellationToken)
    {
        long from = LengthOf(part);
        if (from > file.Size)
        {
            File.Delete(part);
            from = 0;
        }

        if (from == file.Size && from > 0)
            return null;

        try
        {
            using HttpResponseMessage response = await client.GetAsync(repository, file, from, cancellationToken);
            if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
            {
                File.Delete(part);
                return "the hub refuses to go on where it ended";
            }

            if (FirstByte(response, from, file.Size) is not { } first)
                return "the hub sends another part than was asked for";
            await using FileStream target = new(part, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read, bufferSize: 0);
            target.SetLength(first);
            target.Position = first;
            return await CopyAsync(response, target, file.Size, onReceived, cancellationToken);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return "next to nothing came for a minute";
        }
        catch (HttpRequestException exception)
        {
            return exception.Message.ReplaceLineEndings(" ");
        }
    }

    // Where what was sent begins: where it was asked to, or at the beginning. Null where it makes no sense.
    private static long? FirstByte(HttpResponseMessage response, long from, long size)
    {
        if (response.StatusCode == HttpStatusCode.OK)
            return 0;

        ContentRangeHeaderValue? range = response.Content.Headers.ContentRange;
        return range?.From == from && (range.Length ?? size) == size ? from : null;
    }

    private async Task<string?> CopyAsync(
        HttpResponseMessage response, FileStream target, long size, Action<long> onReceived, CancellationToken cancellationToken)
    {
        using var stalled = new CancellationTokenSource(Patience, clock);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, stalled.Token);
        await using Stream source = await response.Content.ReadAsStreamAsync(cancellationToken);
        byte[] buffer = new byte[BufferSize];
        for (int sinceMoved = 0; ;)
        {
            int read;
            try
            {
                read = await source.ReadAsync(buffer, patience.Token);
            }
            catch (IOException exception)
            {
                return exception.Message.ReplaceLineEndings(" ");
            }

            sinceMoved += read;
            if (sinceMoved >= LeastProgress)
            {
                stalled.CancelAfter(Patience);
                sinceMoved = 0;
            }

            if (read == 0)
                return target.Position == size ? null : $"the connection ended after {target.Position} of {size} bytes";
            if (target.Position + read > size)
            {
                target.SetLength(0);
                throw new EngineException(
                    $"{response.RequestMessage?.RequestUri?.Host} sends more than the {size} bytes that the hub lists; check HF_ENDPOINT.");
            }

            await target.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            onReceived(target.Position);
        }
    }
}
