using System.Text;
using System.Text.Json;
using LspCompletion.Engine.Decoding;
using LspCompletion.Engine.Prompting;
using LspCompletion.Engine.Remote;
using LspCompletion.Engine.Tests.Models.Hub;
using LspCompletion.Engine.Text;
using LspCompletion.Tests;

namespace LspCompletion.Engine.Tests.Remote;

/// <summary>Engines that are broken, or that somebody made to break whoever asks them.</summary>
public sealed class HostileEngineTests : IDisposable
{
    private const int MaxTokens = 8;

    private static readonly CompletionRequest Request = new()
    {
        Path = "Person.cs",
        Prefix = "public int ",
        Suffix = "\n",
        Decoding = new DecodingOptions { MaxTokens = MaxTokens, MaxLines = 0, TimeLimit = TimeSpan.FromMinutes(1) },
    };

    private readonly RemoteEngineDouble _double = new();

    public void Dispose() => _double.Dispose();

    [Theory]
    [InlineData("9999999")]
    [InlineData("2147483647")]
    [InlineData("Fri, 31 Dec 9999 23:59:59 GMT")]
    public async Task One_that_wants_to_be_let_alone_for_long_is(string time)
    {
        _double.Answer = (_, reply) => reply.WriteAsync(503, "{}", $"Retry-After: {time}");

        EngineException exception = await Fails(Engine());

        Assert.Contains("has too much to do (503) and asks to be let alone for", exception.Message, StringComparison.Ordinal);
        Assert.Single(_double.Bodies);
    }

    [Theory]
    [InlineData("data: {\"content\":\"", "x", RemoteEvents.MostEventBytes)] // one piece of any length
    [InlineData("", "x", RemoteEvents.MostEventBytes)] // a line without end
    [InlineData("", "data: x\n", RemoteEvents.MostEventBytes)] // an event without end
    [InlineData("", ": x\n\n", RemoteEvents.MostEventBytes)] // comments without end
    [InlineData("", "data: {\"content\":\"\"}\n\n", RemoteEvents.MostBytes)] // pieces without end
    [InlineData("", "data: {\"content\":\"\",\"completion_probabilities\":[{\"logprob\":-1}]}\n\n", RemoteEvents.MostBytes)]
    public async Task What_has_no_end_is_read_no_further_than_it_may_go(string start, string again, int most)
    {
        using EndlessStream stream = new(start, again);

        EngineException exception = await Assert.ThrowsAsync<EngineException>(() => ReadAsync(stream));

        Assert.Contains($"more than {most} bytes", exception.Message, StringComparison.Ordinal);
        Assert.InRange(stream.ReadBytes, most, most + (1 << 20));
    }

    [Theory]
    [InlineData(1, 900_000)]
    [InlineData(MaxTokens, 100_000)]
    public async Task More_text_than_was_asked_for_is_not_taken(int pieces, int length)
    {
        string piece = $"data: {{\"content\":{JsonSerializer.Serialize(new string('x', length))}}}\n\n";
        using MemoryStream stream = new(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(piece, pieces))));

        CompletionResult result = await ReadAsync(stream);

        Assert.Equal(StopReason.TokenLimit, result.Stop);
        Assert.InRange(result.Text.Length, 1, MaxTokens * 256);
    }

    [Fact]
    public async Task One_that_falls_silent_has_ended()
    {
        _double.Answer = async (_, reply) =>
        {
            await reply.BeginAsync();
            await reply.PieceAsync("Age");
            await reply.UntilClosedAsync();
        };
        using RemoteEngine engine = Engine(new HastyClock(longest: TimeSpan.FromSeconds(30)));

        CompletionResult result = await engine.CompleteAsync("a", Request, null, Token);

        Assert.Equal(("Age", StopReason.TimeLimit), (result.Text, result.Stop));
    }

    [Fact]
    public async Task One_that_only_begins_to_answer_has_not_answered()
    {
        ManualTimers clock = new();
        _double.Answer = async (_, reply) =>
        {
            await reply.BeginAsync();
            clock.RunOut();
            await reply.UntilClosedAsync();
        };

        EngineException exception = await Fails(Engine(clock));

        Assert.Contains("did not answer within 60000 ms", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(307, "{}", "Location: http://[", "to elsewhere")]
    [InlineData(307, "{}", "Location: //\u0001", "to elsewhere")]
    [InlineData(500, """{"error":{"message":"\u001b]0;x\u0007\u202e\u200b"}}""", "X: y", "500, \uFFFD]0;x\uFFFD\uFFFD\uFFFD")]
    [InlineData(500, """{"error":"\ud800"}""", "X: y", "500, no reason given")]
    [InlineData(500, """{"error":{"message":7}}""", "X: y", "500, no reason given")]
    [InlineData(500, "[[[[", "X: y", "failed: 500")]
    public async Task A_refusal_of_any_form_is_told_in_one_line(int status, string body, string header, string message)
    {
        _double.Answer = (_, reply) => reply.WriteAsync(status, body, header);

        EngineException exception = await Fails(Engine());

        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
        Assert.False(InvisibleText.IsIn(exception.Message));
    }

    [Fact]
    public async Task The_words_of_a_refusal_are_read_no_further_than_they_may_go()
    {
        long written = 0;
        _double.Answer = async (_, reply) =>
        {
            await reply.WriteAsync("HTTP/1.1 500 X\r\nConnection: close\r\n\r\n{\"error\":\"");
            string more = new('x', 1 << 16);
            for (; written < 1L << 28; written += more.Length)
                await reply.WriteAsync(more);
        };

        EngineException exception = await Fails(Engine());

        Assert.Contains("failed: 500", exception.Message, StringComparison.Ordinal);
        Assert.InRange(written, 0, 1 << 26);
    }

    [Theory]
    [InlineData("[]", "[]")]
    [InlineData("""{"total_slots":"many"}""", """{"data":[7]}""")]
    [InlineData("""{"total_slots":1e999}""", """{"data":[{"id":"\ud800"}]}""")]
    [InlineData("""{"total_slots":-5}""", """{"data":[{"id":"\u001b]0;x\u0007"}]}""")]
    [InlineData("""{"total_slots":0}""", """{"data":{"id":"x"}}""")]
    [InlineData("{", "{")]
    public async Task What_makes_no_sense_of_what_it_tells_of_itself_is_not_known(string properties, string models)
    {
        _double.Properties = properties;
        _double.Models = models;
        using RemoteEngine engine = Engine();

        Assert.Equal("", await engine.DescribeAsync(Token));
        Assert.Equal("Age { get; set; }", (await engine.CompleteAsync("a", Request, null, Token)).Text);
    }

    [Fact]
    public async Task A_name_of_any_length_is_no_name()
    {
        _double.Models = $$"""{"data":[{"id":"{{new string('x', 100_000)}}"}]}""";
        using RemoteEngine engine = Engine();

        Assert.Equal("", await engine.DescribeAsync(Token));
    }

    [Fact]
    public async Task A_list_of_its_models_is_read_no_further_than_a_list_may_go()
    {
        const int Most = 1 << 20;
        _double.Models = """{"data":[{"id":"small-model"}]}""".PadRight(Most);
        using RemoteEngine engine = Engine();
        Assert.Equal("small-model", await engine.DescribeAsync(Token));

        _double.Models = _double.Models.PadRight(Most + 1);
        using RemoteEngine other = Engine();
        Assert.Equal("", await other.DescribeAsync(Token));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_nobody_sees_of_other_files_is_not_sent_and_the_document_is_as_it_is(bool isInfill)
    {
        using RemoteEngine engine = new(
            new RemoteOptions { Address = isInfill ? _double.Infill : _double.Completions, Format = isInfill ? "" : "qwen2.5-coder" },
            TimeSpan.FromSeconds(5),
            TimeProvider.System);

        await engine.CompleteAsync(
            "a",
            Request with { Prefix = "// \u200Dmine\nint ", Context = [new ContextFile("b\u202E.cs", "// theirs\u200B\U000E0041\u2028")] },
            null,
            Token);

        // Whatever JSON makes of them.
        string body = JsonDocument.Parse(Assert.Single(_double.Bodies)).RootElement.EnumerateObject()
            .Aggregate("", (all, property) => all + (property.Value.ValueKind == JsonValueKind.Array
                ? string.Concat(property.Value.EnumerateArray().Select(part =>
                    part.ValueKind == JsonValueKind.Object ? part.GetProperty("filename").GetString() + part.GetProperty("text").GetString() : ""))
                : property.Value.ToString()));
        Assert.Contains("// \u200Dmine", body, StringComparison.Ordinal);
        Assert.Contains("b.cs", body, StringComparison.Ordinal);
        Assert.Contains("// theirs", body, StringComparison.Ordinal);
        Assert.DoesNotContain(body, character => character is '\u202E' or '\u200B' or '\u2028' || char.IsSurrogate(character));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static async Task<CompletionResult> ReadAsync(Stream stream)
    {
        RemoteAnswer answer = new(Request, format: null, onText: null);
        RemoteEvents events = new(
            new InfillProtocol(), words => new EngineException(words), cause => new EngineException(cause.Message, cause));
        await events.ReadAsync(stream, answer, () => { }, Token);
        return answer.Result();
    }

    private static async Task<EngineException> Fails(RemoteEngine engine)
    {
        using (engine)
        {
            EngineException exception = await Assert.ThrowsAsync<EngineException>(() => engine.CompleteAsync("a", Request, null, Token));
            Assert.DoesNotContain('\n', exception.Message);
            return exception;
        }
    }

    private RemoteEngine Engine(TimeProvider? clock = null) => new(
        new RemoteOptions { Address = _double.Infill }, TimeSpan.FromSeconds(5), clock ?? TimeProvider.System);

    /// <summary>Gives a text, and then another one again and again; more of it than anybody should ask for is a failure.</summary>
    private sealed class EndlessStream(string start, string again) : MemoryStream
    {
        private const long TooMuch = 1 << 27;

        private readonly byte[] _again = Encoding.UTF8.GetBytes(again);
        private readonly byte[] _start = Encoding.UTF8.GetBytes(start);

        public long ReadBytes { get; private set; }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (ReadBytes > TooMuch)
                throw new InvalidOperationException("Nobody ends it.");

            Span<byte> target = buffer.Span[..Math.Min(buffer.Length, 1 << 16)];
            for (int i = 0; i < target.Length; i++, ReadBytes++)
                target[i] = ReadBytes < _start.Length ? _start[ReadBytes] : _again[(ReadBytes - _start.Length) % _again.Length];
            return ValueTask.FromResult(target.Length);
        }
    }
}
