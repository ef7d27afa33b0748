using System.Text;
using LspCompletion.Engine.Decoding;
using LspCompletion.Engine.Remote;
using LspCompletion.Engine.Tests.Models;
using LspCompletion.Engine.Tests.Models.Import;
using LspCompletion.Tests;

namespace LspCompletion.Engine.Tests.Remote;

/// <summary>The client of remote engines against llama.cpp itself, with a tiny model.</summary>
public sealed class LlamaServerTests : IAsyncLifetime, IDisposable
{
    private static readonly CompletionRequest Request = new()
    {
        Path = "person.py",
        Prefix = "class Person:\n    def name(self):\n        ",
        Suffix = "\n",
        Decoding = new DecodingOptions { MaxLines = 0, MaxTokens = 8, TimeLimit = TimeSpan.FromMinutes(2) },
    };

    private readonly TemporaryFolder _folder = new();
    private LlamaServer? _server;

    public async ValueTask InitializeAsync()
    {
        string model = GgufModels.FromCheckpoint(_folder, "llama")
            .SetAsciiTokenizer(_folder, tokens: 160)
            .Set("tokenizer.ggml.eos_token_id", 159)
            .Set("tokenizer.ggml.add_bos_token", false)
            .Set("tokenizer.ggml.fim_pre_token_id", 150)
            .Set("tokenizer.ggml.fim_suf_token_id", 151)
            .Set("tokenizer.ggml.fim_mid_token_id", 152)
            .Write(_folder["tiny.gguf"]);
        _server = await LlamaServer.StartAsync(model, slots: 2, Token);
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    public void Dispose()
    {
        _server?.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("infill", "")]
    [InlineData("v1/completions", "prefix-only")]
    public async Task Typing_along_reuses_what_the_engine_kept_of_the_document(string endpoint, string format)
    {
        if (_server is null)
            return;
        using RemoteEngine engine = Engine(endpoint, format);
        Assert.Contains("tiny", await engine.DescribeAsync(Token), StringComparison.Ordinal);

        CompletionResult first = await engine.CompleteAsync("a", Request, null, Token);
        await engine.CompleteAsync("b", Request with { Prefix = "def other():\n    " }, null, Token);
        StringBuilder pieces = new();
        CompletionResult next = await engine.CompleteAsync("a", Request with { Typed = "return" }, text => pieces.Append(text), Token);

        Assert.Equal(0, first.Stats.ReusedTokens);
        Assert.True(first.Stats.ComputedTokens > 30, $"{first.Stats.ComputedTokens} tokens were computed.");
        Assert.Equal(8, first.Stats.GeneratedTokens);
        Assert.Equal(8, first.LogProbabilities.Count);
        Assert.All(first.LogProbabilities, value => Assert.InRange(value, -20, 0));
        Assert.InRange(next.Stats.ComputedTokens, 1, 12);
        Assert.True(next.Stats.ReusedTokens >= first.Stats.ComputedTokens - 4, $"{next.Stats.ReusedTokens} tokens were reused.");
        Assert.Equal(next.Text, pieces.ToString());
    }

    [Fact]
    public async Task A_prompt_that_was_computed_ahead_is_there()
    {
        if (_server is null)
            return;
        using RemoteEngine engine = Engine("infill", "");
        await engine.DescribeAsync(Token);

        await engine.WarmAsync("a", Request, Token);
        CompletionResult result = await engine.CompleteAsync("a", Request, null, Token);

        Assert.InRange(result.Stats.ComputedTokens, 1, 4);
    }

    [Fact]
    public async Task What_is_taken_back_is_not_written_on()
    {
        if (_server is null)
            return;
        using RemoteEngine engine = Engine("infill", "");
        using CancellationTokenSource takenBack = new();
        CompletionRequest endless = Request with { Decoding = Request.Decoding with { MaxTokens = 15_000 } };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => engine.CompleteAsync("a", endless, _ => takenBack.Cancel(), takenBack.Token));
        await IdleAsync();

        Assert.InRange(await _server.CountAsync("tokens_predicted_total", Token), 0, 14_000);
        Assert.Equal(8, (await engine.CompleteAsync("a", Request, null, Token)).Stats.GeneratedTokens);
    }

    [Fact]
    public async Task A_thousand_requests_of_several_documents_are_all_answered()
    {
        if (_server is null)
            return;
        using RemoteEngine engine = Engine("infill", "");
        await engine.DescribeAsync(Token);
        int answered = 0;
        int takenBack = 0;

        await Parallel.ForEachAsync(
            Enumerable.Range(0, 1000),
            new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = Token },
            async (number, token) =>
            {
                using CancellationTokenSource impatient = CancellationTokenSource.CreateLinkedTokenSource(token);
                try
                {
                    Action<string>? onText = number % 10 == 0 ? _ => impatient.Cancel() : null;
                    await engine.CompleteAsync($"{number % 3}", Request with { Typed = $"{number}" }, onText, impatient.Token);
                    Interlocked.Increment(ref answered);
                }
                catch (OperationCanceledException)
                {
                    Interlocked.Increment(ref takenBack);
                }
            });

        Assert.Equal(1000, answered + takenBack);
        Assert.InRange(takenBack, 1, 100);
        await IdleAsync();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Waits until the server works on nothing any more.</summary>
    private Task IdleAsync() => Patience.UntilAsync(
        async () => await _server!.CountAsync("requests_processing", Token) == 0, "the server to end all requests");

    private RemoteEngine Engine(string endpoint, string format) => new(
        new RemoteOptions { Address = new Uri(_server!.Address, endpoint), Format = format }, Patience.Limit, TimeProvider.System);
}
