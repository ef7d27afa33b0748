using System.Globalization;
using LspCompletion.Engine;
using LspCompletion.Engine.Decoding;
using StreamJsonRpc;

namespace LspCompletion.Server.Backends.Sharing;

/// <summary>A server, as the process sees it that runs its model: what it asks for ends with its connection.</summary>
internal sealed class SharedEngineClient : IDisposable
{
    private static readonly TimeSpan GuideLimit = TimeSpan.FromSeconds(1);

    private static int _clients;

    private readonly SharingConnection _connection;
    private readonly LocalBackend _backend;
    private readonly SharedLoading _loading;
    private readonly HashSet<string> _documents = [];

    /// <summary>Windows that show the same document don't share its slot: what one types is nothing to the other.</summary>
    private readonly string _owner = Interlocked.Increment(ref _clients).ToString(CultureInfo.InvariantCulture) + " ";

    /// <param name="pipe">The way to the server; it is closed at the end.</param>
    /// <param name="backend">Writes for all servers.</param>
    /// <param name="loading">The loading of the model.</param>
    public SharedEngineClient(Stream pipe, LocalBackend backend, SharedLoading loading)
    {
        _backend = backend;
        _loading = loading;
        _connection = new SharingConnection(pipe, this);
    }

    /// <summary>Serves until the server goes.</summary>
    [JsonRpcIgnore]
    public async Task RunAsync()
    {
        _connection.StartListening();
        await _connection.Completion.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (_documents)
        {
            foreach (string document in _documents)
                _backend.Forget(_owner + document);
        }

        _backend.ForgetFolders(_owner);
    }

    /// <summary>Tells the server something.</summary>
    [JsonRpcIgnore]
    public void Tell(string method, object? value) => _connection.Tell(method, value);

    /// <summary>Waits until the model is loaded.</summary>
    [JsonRpcMethod(SharingMethods.Load)]
    public async Task<BackendDescription> LoadAsync(string version, CancellationToken cancellationToken)
    {
        if (version != SharedEngineAddress.Version)
            throw new EngineException("The process that runs the model for all windows is of another version; restart the other windows.");

        Tell(SharingMethods.Progress, _loading.Share);
        return await _loading.Done.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Completes.</summary>
    [JsonRpcMethod(SharingMethods.Complete)]
    public async Task<SharedAnswer> CompleteAsync(SharedRequest asked, CancellationToken cancellationToken)
    {
        SharedNameGuide? guide = asked.HasGuide ? new SharedNameGuide(Ask, GuideLimit) : null;
        try
        {
            CompletionResult result = await _backend.CompleteAsync(
                Own(asked.Document),
                asked.Request with { Guide = guide },
                asked.WantsText ? text => _connection.Tell(SharingMethods.Text, asked.Id, text) : null,
                asked.Urgency,
                cancellationToken).ConfigureAwait(false);
            return new SharedAnswer(result, Cache);
        }
        finally
        {
            guide?.End();
        }

        Task<AllowedNames?> Ask(string written, CancellationToken late) =>
            _connection.InvokeWithCancellationAsync<AllowedNames?>(SharingMethods.Names, [asked.Id, written], late);
    }

    /// <summary>Computes a prompt in idle time.</summary>
    [JsonRpcMethod(SharingMethods.Warm)]
    public async Task<CacheUsage> WarmAsync(string document, CompletionRequest request, CancellationToken cancellationToken)
    {
        await _backend.WarmAsync(Own(document), request, cancellationToken).ConfigureAwait(false);
        return Cache;
    }

    /// <summary>Remembers source files of a folder; servers that work in the same one share what is remembered.</summary>
    [JsonRpcMethod(SharingMethods.Remember)]
    public Task<MemoryUsage> RememberAsync(string folder, IReadOnlyList<RememberedFile> files, CancellationToken cancellationToken) =>
        _backend.RememberAsync(_owner, folder, files, cancellationToken);

    /// <summary>This server no longer works in a folder.</summary>
    [JsonRpcMethod(SharingMethods.ForgetFolder)]
    public void ForgetFolder(string folder) => _backend.ForgetFolder(_owner, folder);

    /// <summary>Lets go what is kept of a document.</summary>
    [JsonRpcMethod(SharingMethods.Forget)]
    public void Forget(string document)
    {
        lock (_documents)
            _documents.Remove(document);
        _backend.Forget(_owner + document);
    }

    /// <inheritdoc/>
    [JsonRpcIgnore]
    public void Dispose() => _connection.Dispose();

    /// <summary>What is kept of this server's documents, under the names that it gave them.</summary>
    private CacheUsage Cache
    {
        get
        {
            CacheUsage all = _backend.Cache;
            return all with
            {
                Slots = all.Slots.Where(slot => slot.Key.StartsWith(_owner, StringComparison.Ordinal))
                    .ToDictionary(slot => slot.Key[_owner.Length..], slot => slot.Value),
            };
        }
    }

    private string Own(string document)
    {
        lock (_documents)
            _documents.Add(document);
        return _owner + document;
    }
}
