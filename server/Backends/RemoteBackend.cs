using LspCompletion.Engine;
using LspCompletion.Engine.Prompting;
using LspCompletion.Engine.Remote;

namespace LspCompletion.Server.Backends;

/// <summary>An engine on another machine, reached over HTTP. Nothing is sent there before the first completion but questions.</summary>
/// <param name="settings">The engine.</param>
/// <param name="clock">The time.</param>
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
    public async Task<BackendDescription> LoadAsync(IProgress<double> progress, CancellationToken cancellationToken)
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
        var engine = new RemoteEngine(options, ConnectLimit, clock);
        lock (_gate)
            _engine = engine;

        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(DescriptionLimit);
        string model = "";
        try
        {
            model = await engine.DescribeAsync(limited.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The first completion will tell.
        }

        return new BackendDescription(model.Length > 0 ? model : "a model", ExecutionProvider: null, Remark: null)
        {
            Destination = settings.Address.IsLoopback ? null : engine.Host,
        };
    }

    /// <inheritdoc/>
    public async Task<CompletionResult> CompleteAsync(
        string document, CompletionRequest request, Action<string>? onText, Urgency urgency, CancellationToken cancellationToken)
    {
        using CancellationTokenSource either = Begin(urgency, cancellationToken);
        return await Engine.CompleteAsync(document, request, onText, either.Token).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task WarmAsync(string document, CompletionRequest request, CancellationToken cancellationToken)
    {
        using CancellationTokenSource either = Begin(Urgency.Idle, cancellationToken);
        await Engine.WarmAsync(document, request, either.Token).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Forget(string document) => _engine?.Forget(document);

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _disposing.Cancel();
            _engine?.Dispose();
        }
    }

    private RemoteEngine Engine => _engine ?? throw new OperationCanceledException("There is no engine yet.");

    /// <summary>Idle work ends when work comes that somebody waits for: the engine has other clients, too.</summary>
    private CancellationTokenSource Begin(Urgency urgency, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (urgency == Urgency.Idle)
                return CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _disposing.Token, _idle.Token);

            _idle.Cancel();
            _idle = new CancellationTokenSource();
            return CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _disposing.Token);
        }
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
