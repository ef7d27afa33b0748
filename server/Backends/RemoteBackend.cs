using System.Diagnostics.CodeAnalysis;
using LspCompletion.Engine;
using LspCompletion.Engine.Prompting;
using LspCompletion.Engine.Remote;

namespace LspCompletion.Server.Backends;

/// <summary>An engine on another machine, reached over HTTP. Nothing is sent there before the first completion but questions.</summary>
/// <param name="settings">The engine.</param>
/// <param name="clock">The time.</param>
[SuppressMessage("Design", "CA1001", Justification = "Its tokens have neither timer nor wait handle; requests that end may still ask for them.")]
internal sealed class RemoteBackend(RemoteSettings settings, TimeProvider clock) : IBackend
{
    /// <summary>The variable of the environment that holds the key.</summary>
    public const string KeyVariable = "LSP_COMPLETION_BACKEND_KEY";

    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(2);

    /// <summary>How long the engine may take to say what it is; it writes even if it doesn't.</summary>
    private static readonly TimeSpan DescriptionLimit = TimeSpan.FromSeconds(3);

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _disposing = new();
    private CancellationTokenSource _idle = new();
    private RemoteEngine? _engine;

    /// <inheritdoc/>
    public event Action? Changed
    {
        add { }
        remove { }
    }

    /// <inheritdoc/>
    public string? Trouble => null;

    /// <inheritdoc/>
    public CacheUsage Cache => CacheUsage.None;

    /// <inheritdoc/>
    public Task<BackendDescription> LoadAsync(IProgress<double> progress, CancellationToken cancellationToken) => CrossAsync(
        async () =>
        {
            RemoteEngine engine = Begin();
            using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _disposing.Token);
            limited.CancelAfter(DescriptionLimit);
            string model = "";
            try
            {
                model = await engine.DescribeAsync(limited.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested && !_disposing.IsCancellationRequested)
            {
                // The first completion will tell.
            }

            return new BackendDescription(model.Length > 0 ? model : "a model", ExecutionProvider: null, Remark: null)
            {
                Destination = settings.Destination,
            };
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<CompletionResult> CompleteAsync(
        string document, CompletionRequest request, Action<string>? onText, Urgency urgency, CancellationToken cancellationToken)
    {
        if (urgency == Urgency.Interactive)
        {
            OvertakeIdle();
            return AskAsync((engine, ending) => engine.CompleteAsync(document, request, onText, ending), overtaken: default, cancellationToken);
        }

        request = request with { Decoding = request.Decoding with { TimeLimit = null } };
        return AskAsync(
            (engine, ending) => engine.CompleteAsync(document, request, onText, ending), UntilInteractive(), cancellationToken);
    }

    /// <inheritdoc/>
    public Task WarmAsync(string document, CompletionRequest request, CancellationToken cancellationToken) => AskAsync(
        async (engine, ending) =>
        {
            await engine.WarmAsync(document, request, ending).ConfigureAwait(false);
            return true;
        },
        UntilInteractive(),
        cancellationToken);

    /// <inheritdoc/>
    public void Forget(string document) => Volatile.Read(ref _engine)?.Forget(document);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _disposing.CancelAsync().ConfigureAwait(false);
        RemoteEngine? engine;
        lock (_gate)
            engine = _engine;
        engine?.Dispose();
    }

    private RemoteEngine Engine =>
        Volatile.Read(ref _engine) ?? throw new BackendGoneException("The engine's settings were never read.");

    /// <summary>Prepares the way to the engine, by what key and settings are now.</summary>
    private RemoteEngine Begin()
    {
        var options = new RemoteOptions
        {
            Address = settings.Address,
            Model = settings.Model,
            Format = settings.Format,
            Key = ReadKey(),
            Proxy = settings.Proxy.Length > 0 ? new Uri(settings.Proxy) : null,
            Budget = new PromptBudget
            {
                PrefixTokens = settings.PrefixTokens,
                SuffixTokens = settings.SuffixTokens,
                ContextTokens = settings.ContextTokens,
            },
        };
        RemoteEngine engine = new(options, ConnectLimit, clock);
        RemoteEngine? unused;
        lock (_gate)
            (unused, _engine) = _disposing.IsCancellationRequested ? (engine, _engine) : (_engine, engine);
        unused?.Dispose();
        _disposing.Token.ThrowIfCancellationRequested();
        return engine;
    }

    private Task<T> AskAsync<T>(
        Func<RemoteEngine, CancellationToken, Task<T>> ask, CancellationToken overtaken, CancellationToken cancellationToken) => CrossAsync(
        async () =>
        {
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _disposing.Token, overtaken);
            try
            {
                return await ask(Engine, ending.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (
                overtaken.IsCancellationRequested && !cancellationToken.IsCancellationRequested && !_disposing.IsCancellationRequested)
            {
                throw new OvertakenException();
            }
        },
        cancellationToken);

    private Task<T> CrossAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken) =>
        BackendBorder.CrossAsync($"The engine at {settings.Address.Authority}", work, _disposing.Token, cancellationToken);

    private CancellationToken UntilInteractive()
    {
        lock (_gate)
            return _idle.Token;
    }

    /// <summary>Idle work ends when work comes that somebody waits for: the engine has other clients, too.</summary>
    private void OvertakeIdle()
    {
        CancellationTokenSource overtaken;
        lock (_gate)
        {
            overtaken = _idle;
            _idle = new CancellationTokenSource();
        }

        overtaken.Cancel();
    }

    private string? ReadKey()
    {
        string? key = Environment.GetEnvironmentVariable(KeyVariable);
        if (settings.KeyFile.Length > 0)
        {
            try
            {
                key = File.ReadAllText(settings.KeyFile);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                throw new EngineException(
                    $"The key file {settings.KeyFile} can't be read ({exception.Message}); correct backendKeyFile, or make the file readable.",
                    exception);
            }
        }

        key = key?.Trim();
        return key is not { Length: > 0 } ? null
            : key.All(character => character is > ' ' and < '\x7f') ? key
            : throw new EngineException("The key for the engine must be one line of visible ASCII characters; check backendKeyFile.");
    }
}
