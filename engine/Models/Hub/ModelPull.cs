using LspCompletion.Engine.Models.Import;

namespace LspCompletion.Engine.Models.Hub;

/// <summary>Downloads a model from a hub and imports it.</summary>
/// <param name="clock">The time.</param>
public sealed class ModelPull(TimeProvider clock)
{
    /// <summary>In the library: what is being downloaded, until it is imported.</summary>
    private const string DownloadsName = ".downloads";

    /// <summary>Which share of the work the download is; importing is the rest.</summary>
    private const double DownloadShare = 0.9;

    /// <summary>
    /// Downloads and imports. A download that fails or is given up goes on the next time; the model itself is there whole
    /// or not at all.
    /// </summary>
    /// <param name="options">What to download, and where to.</param>
    /// <param name="progress">Is told the share that is done, from 0 to 1; null if nobody asks.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The model's folder.</returns>
    /// <exception cref="EngineException">It can't be had, or can't be imported.</exception>
    /// <exception cref="OperationCanceledException">Given up.</exception>
    public async Task<string> RunAsync(PullOptions options, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        HubRepository repository = options.Repository;
        string name = options.Name ?? repository.ModelName;
        ModelLibrary.RefuseExisting(options.Library, name);
        string downloads = Path.Combine(
            Path.GetFullPath(options.Library), DownloadsName, ModelLibrary.FolderName(repository.Name.Replace("/", "--", StringComparison.Ordinal)));
        try
        {
            using HubClient client = new(options.Endpoint, clock);
            IReadOnlyList<HubFile> files = HubSelection.Pick(
                repository, await ListAsync(client, repository, cancellationToken));
            RefuseWithoutRoom(downloads, files);
            double total = Math.Max(1, files.Sum(file => (double)file.Size));
            long done = 0;
            var download = new HubDownload(client, repository, clock);
            foreach (HubFile file in files)
            {
                await download.FetchAsync(
                    file,
                    Path.Combine(downloads, file.Path),
                    received => progress?.Report(DownloadShare * (done + received) / total),
                    cancellationToken);
                done += file.Size;
            }
        }
        catch (HttpRequestException exception)
        {
            throw new EngineException(
                $"The hub at {options.Endpoint.Address} can't be reached ({exception.Message.ReplaceLineEndings(" ")}); check the " +
                "connection, HF_ENDPOINT, and HTTPS_PROXY behind a proxy.",
                exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new EngineException(
                $"{downloads} can't be written ({exception.Message}); make room or give permission, or choose another place with --to.",
                exception);
        }
        catch (TaskCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new EngineException($"The hub at {options.Endpoint.Address} doesn't answer; try again later.", exception);
        }

        string folder = ModelImport.Run(
            new ImportOptions
            {
                Source = repository.File is null ? downloads : Path.Combine(downloads, repository.File),
                Library = options.Library,
                Name = name,
                Precision = options.Precision,
            },
            progress is null ? null : new ScaledProgress(progress, DownloadShare),
            cancellationToken);
        Discard(downloads);
        return folder;
    }

    private async Task<IReadOnlyList<HubFile>> ListAsync(
        HubClient client, HubRepository repository, CancellationToken cancellationToken)
    {
        for (int tries = 1; ; tries++)
        {
            try
            {
                return await client.ListAsync(repository, cancellationToken);
            }
            catch (HttpRequestException) when (tries < Retries.Most)
            {
                await Retries.PauseAsync(tries, clock, cancellationToken);
            }
        }
    }

    private static void RefuseWithoutRoom(string downloads, IReadOnlyList<HubFile> files)
    {
        Directory.CreateDirectory(downloads);

        // A sum that nothing overflows: the sizes are what the hub says.
        decimal needed = files.Sum(file => (decimal)file.Size)
            - new DirectoryInfo(downloads).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => (decimal)file.Length);
        long free = new DriveInfo(downloads).AvailableFreeSpace;
        if (needed > free)
        {
            throw new EngineException(
                $"The download takes {needed / 1_000_000:F0} MB more, and the disk of {downloads} has {free / 1_000_000} MB left; make " +
                "room, or choose another place with --to.");
        }
    }

    private static void Discard(string downloads)
    {
        try
        {
            Directory.Delete(downloads, recursive: true);
            if (!Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(downloads)!).Any())
                Directory.Delete(Path.GetDirectoryName(downloads)!);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The model is there; what is left over only takes room.
        }
    }

    private sealed class ScaledProgress(IProgress<double> progress, double from) : IProgress<double>
    {
        public void Report(double value) => progress.Report(from + ((1 - from) * value));
    }
}
