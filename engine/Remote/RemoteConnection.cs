using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace LspCompletion.Engine.Remote;

/// <summary>
/// The way to an engine on another machine: asks again where that is safe, and says in one line why nothing came. No
/// message holds the key or what was sent. Thread-safe.
/// </summary>
internal sealed class RemoteConnection : IDisposable
{
    /// <summary>
    /// How often a request is sent again, where the engine has not begun to answer it or asks for that itself.
    /// </summary>
    private const int MostRetries = 2;

    /// <summary>The most bytes that are read of an answer that is no stream.</summary>
    private const int LargestAnswer = 1 << 20;

    /// <summary>The most of an engine's own words that a message shows, in UTF-16 code units.</summary>
    private const int ShownLength = 200;

    /// <summary>A run of so many UTF-16 code units that was sent, too, is taken to be source text.</summary>
    private const int EchoLength = 16;

    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(100);

    /// <summary>How long an engine that has too much to do is waited for; one that asks for longer is let alone.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    private readonly HttpClient _http;
    private readonly Uri _address;
    private readonly string? _key;
    private readonly TimeProvider _clock;

    /// <summary>Prepares the way; nothing is sent yet.</summary>
    /// <exception cref="EngineException">The key would be readable on its way, or can't be sent.</exception>
    public RemoteConnection(RemoteOptions options, TimeSpan connectLimit, TimeProvider clock)
    {
        _address = options.Address;
        _key = options.Key;
        _clock = clock;
        Host = _address.Authority;
        if (_key is not null && _address.Scheme != Uri.UriSchemeHttps && !_address.IsLoopback)
        {
            throw new EngineException(
                $"The key for {Host} isn't sent over http, where others can read it; use an https address, or set no key.");
        }

        // A redirect is never followed: it would take the user's text to a machine that nobody chose.
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            ConnectTimeout = connectLimit,
            PooledConnectionIdleTimeout = TimeSpan.FromMinutes(1),
            UseCookies = false,
        };
        if (options.Proxy is not null)
            handler.Proxy = new WebProxy(options.Proxy);
        _http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("lsp-completion", "1"));
        if (_key is not null && !_http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"Bearer {_key}"))
            throw new EngineException($"The key for {Host} has characters that can't be sent; check it.");
    }

    /// <summary>The engine's machine, as messages name it.</summary>
    public string Host { get; }

    /// <summary>
    /// Whether each request takes a connection of its own. llama.cpp closes them behind every stream without saying so, and
    /// whoever is quick to use one again is answered by its end.
    /// </summary>
    public bool ConnectsAnew { get; set; }

    /// <summary>Sends a request and returns the answer once it begins.</summary>
    /// <param name="body">The request, JSON in UTF-8.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="EngineException">The engine can't be reached, or refuses.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task<HttpResponseMessage> PostAsync(ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        for (int retries = 0; ; retries++)
        {
            using HttpRequestMessage request = new(HttpMethod.Post, _address) { Content = new ReadOnlyMemoryContent(body) };
            request.Headers.ConnectionClose = ConnectsAnew;
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
            TimeSpan wait = FirstWait * Math.Pow(3, retries) * (0.75 + (Random.Shared.NextDouble() / 2));
            try
            {
                HttpResponseMessage response = await _http
                    .SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
                if (response.IsSuccessStatusCode)
                    return response;

                using (response)
                {
                    if (retries == MostRetries || !IsWorthAnotherTry(response.StatusCode))
                        throw await RefusalAsync(response, body, cancellationToken).ConfigureAwait(false);
                    if (response.Headers.RetryAfter is { } after)
                        wait = after.Delta ?? (after.Date - _clock.GetUtcNow()) ?? wait;
                    if (wait > LongestWait)
                    {
                        throw new EngineException(
                            $"The engine at {Host} has too much to do ({(int)response.StatusCode}) and asks to be let alone for {wait.TotalSeconds:F0} s.");
                    }
                }
            }
            catch (HttpRequestException exception)
                when (retries < MostRetries && exception.HttpRequestError != HttpRequestError.SecureConnectionError)
            {
                // No byte of an answer has come.
            }
            catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException
                && !cancellationToken.IsCancellationRequested)
            {
                throw Unreachable(exception);
            }

            if (wait > TimeSpan.Zero)
                await Task.Delay(wait, _clock, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Asks for what an engine tells of itself.</summary>
    /// <param name="path">The path beside the endpoint.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns><see langword="null"/> if it tells nothing.</returns>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task<JsonElement?> FindAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            using HttpResponseMessage response = await _http
                .GetAsync(new Uri(_address, path), HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            return response.IsSuccessStatusCode ? await ReadAsync(response, cancellationToken).ConfigureAwait(false) : null;
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or JsonException or OperationCanceledException
            && !cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>The failure of a way that no answer came over.</summary>
    public EngineException Unreachable(Exception exception) => exception switch
    {
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => new EngineException(
            $"The engine at {Host} doesn't prove who it is ({exception.InnerException?.Message ?? exception.Message}); give it a " +
            "certificate that this machine trusts.",
            exception),
        OperationCanceledException => new EngineException($"The engine at {Host} can't be reached: nobody answers there.", exception),
        _ => new EngineException($"The engine at {Host} can't be reached: {exception.Message}", exception),
    };

    /// <summary>A failure in the engine's own words, as far as they may be shown.</summary>
    /// <param name="words">What the engine says.</param>
    /// <param name="sent">What it was sent.</param>
    public EngineException Failure(string? words, ReadOnlyMemory<byte> sent)
    {
        string shown = (words ?? "").Trim();
        if (_key is not null)
            shown = shown.Replace(_key, "…", StringComparison.Ordinal);
        shown = shown.Length <= ShownLength ? shown : string.Concat(shown.AsSpan(0, ShownLength), "…");
        if (IsEcho(shown, Encoding.UTF8.GetString(sent.Span)))
            shown = "";
        return new EngineException($"The engine at {Host} failed{(shown.Length > 0 ? $": {shown}" : "; its log may say why.")}");
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static bool IsWorthAnotherTry(HttpStatusCode status) => status
        is HttpStatusCode.TooManyRequests
        or HttpStatusCode.BadGateway
        or HttpStatusCode.ServiceUnavailable
        or HttpStatusCode.GatewayTimeout;

    /// <summary>Whether words repeat something of what was sent: some engines show what they could not read.</summary>
    private static bool IsEcho(string words, string sent)
    {
        for (int i = 0; i + EchoLength <= words.Length; i++)
        {
            if (sent.Contains(words.AsSpan(i, EchoLength), StringComparison.Ordinal))
                return true;
        }

        return false;
    }

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await response.Content.LoadIntoBufferAsync(LargestAnswer, cancellationToken).ConfigureAwait(false);
        using JsonDocument document = JsonDocument.Parse(
            await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false));
        return document.RootElement.Clone();
    }

    private async Task<EngineException> RefusalAsync(
        HttpResponseMessage response, ReadOnlyMemory<byte> sent, CancellationToken cancellationToken)
    {
        int status = (int)response.StatusCode;
        switch (response.StatusCode)
        {
            case HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden:
                return new EngineException(_key is null
                    ? $"The engine at {Host} asks for a key, and none is set."
                    : $"The engine at {Host} refuses the key; check it.");
            case HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed:
                return new EngineException($"The engine at {Host} has no {_address.AbsolutePath}; check the address and the model's name.");
            case HttpStatusCode.TooManyRequests:
                return new EngineException($"The engine at {Host} has too much to do ({status}).");
        }

        if (status is >= 300 and < 400)
        {
            string elsewhere = response.Headers.Location is { } location && Uri.TryCreate(_address, location, out Uri? next)
                ? next.GetLeftPart(UriPartial.Authority)
                : "elsewhere";
            return new EngineException(
                $"The engine at {Host} sends its clients on to {elsewhere}, which isn't followed; set that address if it is the right one.");
        }

        string? words = null;
        try
        {
            words = (await ReadAsync(response, cancellationToken).ConfigureAwait(false)).GetFailure();
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or JsonException)
        {
            // The number must do.
        }

        return Failure($"{status}{(words is null ? "" : $", {words}")}", sent);
    }
}
