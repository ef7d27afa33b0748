using System.Buffers;
using System.Text.Json;
using LspCompletion.Engine.Decoding;
using LspCompletion.Engine.Prompting;
using LspCompletion.Engine.Text;

namespace LspCompletion.Engine.Remote;

/// <summary>
/// A model that an engine on another machine runs. Prompts are only ever appended to while a burst of typing lasts, so
/// that the engine's own prefix cache serves; with llama.cpp each document has a slot there. Thread-safe.
/// </summary>
public sealed class RemoteEngine : IDisposable
{
    private const string InfillPath = "/infill";
    private const string CompletionsPath = "/completions";

    /// <summary>How long an answer may take where the request sets no limit.</summary>
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromMinutes(1);

    /// <summary>How long an engine that has begun may write nothing: others may have their turn meanwhile.</summary>
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(20);

    /// <summary>The longest name of a model that is believed, in UTF-16 code units.</summary>
    private const int LongestName = 200;

    private readonly RemoteOptions _options;
    private readonly RemoteConnection _connection;
    private readonly FimFormat? _format;
    private readonly TimeProvider _clock;
    private volatile IRemoteProtocol _protocol;
    private volatile RemoteSlots? _slots;

    /// <summary>Prepares the way to an engine; nothing is sent yet.</summary>
    /// <param name="options">The engine.</param>
    /// <param name="connectLimit">How long a connection may take.</param>
    /// <param name="clock">The time.</param>
    /// <exception cref="EngineException">The options make no sense; the message says which and why.</exception>
    public RemoteEngine(RemoteOptions options, TimeSpan connectLimit, TimeProvider clock)
    {
        _options = options;
        _clock = clock;
        _format = options.Format.Length > 0 ? FimFormats.Get(options.Format) : null;
        if (!IsEndpoint(options.Address))
        {
            throw new EngineException(
                $"{options.Address} is no endpoint for completions: the address must begin with http:// or https:// and end in " +
                $"/v1{CompletionsPath} or {InfillPath}.");
        }

        _connection = new RemoteConnection(options, connectLimit, clock) { ConnectsAnew = IsInfill(options.Address) };
        _protocol = Protocol(options.Model);
    }

    /// <summary>The engine's machine, as messages name it.</summary>
    public string Host => _connection.Host;

    /// <summary>The names that <see cref="RemoteOptions.Format"/> takes.</summary>
    public static IReadOnlyList<string> Formats { get; } = [.. FimFormats.All.Select(format => format.Name)];

    /// <summary>Whether an address is one that <see cref="RemoteOptions.Address"/> takes.</summary>
    public static bool IsEndpoint(Uri address) =>
        address.IsAbsoluteUri
        && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps)
        && address.UserInfo.Length == 0
        && (IsInfill(address) || address.AbsolutePath.EndsWith(CompletionsPath, StringComparison.Ordinal));

    /// <summary>Asks the engine what it runs. No text of the user's is sent.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The model's name; empty if the engine can't be reached, or doesn't tell.</returns>
    /// <exception cref="OperationCanceledException">Given up.</exception>
    public async Task<string> DescribeAsync(CancellationToken cancellationToken)
    {
        // From /v1/completions to /v1/models and /props, from /infill to the same.
        bool isInfill = IsInfill(_options.Address);
        Task<JsonElement?> properties = _connection.FindAsync(isInfill ? "props" : "../props", cancellationToken);
        Task<JsonElement?> models = _connection.FindAsync(isInfill ? "v1/models" : "models", cancellationToken);
        if ((await properties.ConfigureAwait(false))?.GetNumber("total_slots") is >= 1 and <= 1024 and var slots)
        {
            _slots = new RemoteSlots((int)slots);
            _connection.ConnectsAnew = true;
        }

        string name = _options.Model;
        if (name.Length == 0 && await models.ConfigureAwait(false) is { } list)
            name = list.GetList("data").Select(model => model.GetText("id")).FirstOrDefault() ?? "";
        if (name.Length > LongestName || InvisibleText.IsIn(name))
            name = "";
        _protocol = Protocol(name);
        return name;
    }

    /// <summary>Completes a document at its cursor.</summary>
    /// <param name="document">Tells documents apart: each has its own place in the engine's cache.</param>
    /// <param name="request">The document, and how far to go on. Its guide is not asked: the engine chooses tokens alone.</param>
    /// <param name="onText">Is given the completion piece by piece, each as soon as nothing can take it back.</param>
    /// <param name="cancellationToken">Ends the work, on the other machine, too.</param>
    /// <exception cref="EngineException">The engine can't be reached, fails, or makes no sense; the message says why.</exception>
    /// <exception cref="OperationCanceledException">Cancelled. (A time limit returns what there is instead.)</exception>
    public async Task<CompletionResult> CompleteAsync(
        string document, CompletionRequest request, Action<string>? onText, CancellationToken cancellationToken)
    {
        var answer = new RemoteAnswer(request, _format, onText);
        byte[] body = Write(document, request, answer.IsOneLine);
        TimeSpan limit = request.Decoding.TimeLimit ?? LongestAnswer;
        using var timeLimit = new CancellationTokenSource(limit, _clock);
        using var silence = new CancellationTokenSource(Timeout.InfiniteTimeSpan, _clock);
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeLimit.Token, silence.Token);
        bool isAnswering = false;
        try
        {
            // To dispose of an answer before its end closes the connection, by which the engine knows that nobody waits.
            using HttpResponseMessage response = await _connection.PostAsync(body, limited.Token).ConfigureAwait(false);
            await using Stream stream = await response.Content.ReadAsStreamAsync(limited.Token).ConfigureAwait(false);
            var events = new RemoteEvents(_protocol, words => _connection.Failure(words, body), Senseless);
            await events.ReadAsync(stream, answer, Hear, limited.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            if (!isAnswering)
                throw new EngineException($"The engine at {Host} did not answer within {limit.TotalMilliseconds:F0} ms.");
            answer.End(StopReason.TimeLimit);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            throw new EngineException($"The engine at {Host} broke off while it was answering: {exception.Message}", exception);
        }

        return answer.Result();

        void Hear()
        {
            isAnswering = true;
            silence.CancelAfter(LongestSilence);
        }
    }

    /// <summary>
    /// Has the engine compute a prompt, where it does so without writing: llama.cpp does. To others nothing is sent.
    /// </summary>
    /// <param name="document">Tells documents apart.</param>
    /// <param name="request">The document; how to decode doesn't matter.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="EngineException">The engine can't be reached, fails, or makes no sense; the message says why.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task WarmAsync(string document, CompletionRequest request, CancellationToken cancellationToken)
    {
        if (_slots is null)
            return;

        await CompleteAsync(
            document, request with { Decoding = request.Decoding with { MaxTokens = 0 } }, onText: null, cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>A document's place in the engine's cache may be given to another one.</summary>
    public void Forget(string document) => _slots?.Remove(document);

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();

    private static bool IsInfill(Uri address) => address.AbsolutePath.EndsWith(InfillPath, StringComparison.Ordinal);

    private IRemoteProtocol Protocol(string model) =>
        IsInfill(_options.Address) ? new InfillProtocol() : new CompletionsProtocol(_format, model);

    private EngineException Senseless(Exception exception) => new(
        $"The engine at {Host} answers in a way that {_options.Address.AbsolutePath} has no meaning for" +
        $"{(exception is InvalidDataException ? $" ({exception.Message})" : "")}; check the address.",
        exception);

    private byte[] Write(string document, CompletionRequest request, bool isOneLine)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            IReadOnlyList<string> stops = isOneLine ? ["\n", .. request.Decoding.StopStrings] : request.Decoding.StopStrings;
            _protocol.Write(json, ShownText.Of(request, _options.Budget), request, stops);
            if (_slots is { } slots)
            {
                json.WriteBoolean("cache_prompt", true);
                json.WriteBoolean("timings_per_token", true);
                json.WriteNumber("id_slot", slots.Get(document));
            }

            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
