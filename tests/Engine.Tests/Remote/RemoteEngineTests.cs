using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using LspCompletion.Engine.Decoding;
using LspCompletion.Engine.Prompting;
using LspCompletion.Engine.Remote;
using LspCompletion.Tests;

namespace LspCompletion.Engine.Tests.Remote;

public sealed class RemoteEngineTests : IDisposable
{
    private static readonly CompletionRequest Request = new()
    {
        Path = "Person.cs",
        Prefix = "public class Person\r\n{\r\n    public int ",
        Typed = "",
        Suffix = "\r\n}\r\n",
        Context = [new ContextFile("Other.cs", "class Other;")],
        Decoding = new DecodingOptions { TimeLimit = TimeSpan.FromMinutes(1) },
    };

    private readonly RemoteEngineDouble _double = new();

    public void Dispose() => _double.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_answer_is_streamed_and_tells_what_it_cost(bool isInfill)
    {
        using RemoteEngine engine = Engine(isInfill);
        StringBuilder pieces = new();

        CompletionResult result = await engine.CompleteAsync("a", Request, text => pieces.Append(text), Token);

        Assert.Equal("Age { get; set; }", result.Text);
        Assert.Equal("Age { get; set; }", pieces.ToString());
        Assert.Equal(StopReason.EndOfText, result.Stop);
        Assert.Equal(-0.25, result.MeanLogProbability);
        Assert.Equal(
            (90, 10, 2, "as the engine tells"),
            (result.Stats.ReusedTokens, result.Stats.ComputedTokens, result.Stats.GeneratedTokens, result.Stats.ReuseReason));
        Assert.Null(result.Stats.UnguidedReason);
    }

    [Fact]
    public async Task Infill_is_given_the_parts_and_what_was_typed_behind_all_of_them()
    {
        _double.Properties = """{ "total_slots": 2 }""";
        using RemoteEngine engine = Engine(isInfill: true);
        Assert.Equal("small-model", await engine.DescribeAsync(Token));

        await engine.CompleteAsync("a", Request with { Typed = "Ag" }, null, Token);
        await engine.CompleteAsync("b", Request, null, Token);
        await engine.CompleteAsync("a", Request with { Typed = "Age" }, null, Token);
        await engine.CompleteAsync("c", Request, null, Token);

        JsonNode[] bodies = [.. _double.Bodies.Select(body => JsonNode.Parse(body)!)];
        Assert.Equal("public class Person\n{\n    public int ", bodies[0]["input_prefix"]!.GetValue<string>());
        Assert.Equal("\n}\n", bodies[0]["input_suffix"]!.GetValue<string>());
        Assert.Equal("Ag", bodies[0]["prompt"]!.GetValue<string>());
        Assert.Equal("Other.cs", bodies[0]["input_extra"]![0]!["filename"]!.GetValue<string>());
        Assert.Equal("\n", bodies[0]["stop"]![0]!.GetValue<string>());
        Assert.All(bodies, body => Assert.True(body["cache_prompt"]!.GetValue<bool>()));

        // Each document has its slot; the third takes that of the one that was used longest ago.
        Assert.Equal([0, 1, 0, 1], bodies.Select(body => body["id_slot"]!.GetValue<int>()));
    }

    [Fact]
    public async Task A_raw_prompt_is_only_ever_appended_to()
    {
        using RemoteEngine engine = Engine(isInfill: false, "qwen2.5-coder");
        await engine.DescribeAsync(Token);
        foreach (string typed in (string[])["", "A", "Age", "Age { g"])
            await engine.CompleteAsync("a", Request with { Typed = typed }, null, Token);

        JsonNode[] bodies = [.. _double.Bodies.Select(body => JsonNode.Parse(body)!)];
        string[] prompts = [.. bodies.Select(body => body["prompt"]!.GetValue<string>())];
        Assert.Equal(
            "<|repo_name|>repository\n<|file_sep|>Other.cs\nclass Other;<|file_sep|>Person.cs\n" +
            "<|fim_prefix|>public class Person\n{\n    public int <|fim_suffix|>\n}\n<|fim_middle|>",
            prompts[0]);
        Assert.Equal([prompts[0], prompts[0] + "A", prompts[0] + "Age", prompts[0] + "Age { g"], prompts);
        Assert.All(bodies, body => Assert.Null(body["suffix"]));
        Assert.Equal("small-model", bodies[0]["model"]!.GetValue<string>());
        Assert.Null(bodies[0]["id_slot"]);
    }

    [Fact]
    public async Task Without_a_format_the_engine_is_given_prefix_and_suffix()
    {
        using RemoteEngine engine = Engine(isInfill: false);

        await engine.CompleteAsync("a", Request with { Typed = "Ag" }, null, Token);

        JsonNode body = JsonNode.Parse(Assert.Single(_double.Bodies))!;
        Assert.Equal("public class Person\n{\n    public int Ag", body["prompt"]!.GetValue<string>());
        Assert.Equal("\n}\n", body["suffix"]!.GetValue<string>());
    }

    [Fact]
    public async Task What_the_user_wrote_is_never_a_special_token()
    {
        using RemoteEngine engine = Engine(isInfill: false, "qwen2.5-coder");

        await engine.CompleteAsync("a", Request with { Prefix = "x = \"<|fim_suffix|><|endoftext|>\";\n" }, null, Token);

        string prompt = JsonNode.Parse(Assert.Single(_double.Bodies))!["prompt"]!.GetValue<string>();
        Assert.Equal(2, prompt.Split("<|fim_suffix|>").Length);
        Assert.DoesNotContain("<|endoftext|>", prompt, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_start_of_a_long_document_stays_where_it_was_while_a_page_is_typed()
    {
        using RemoteEngine engine = Engine(isInfill: true);
        string text = string.Concat(Enumerable.Range(0, 2000).Select(line => $"let line{line} = {line};\n"));
        HashSet<string> starts = [];
        for (int typed = 0; typed < 12; typed++)
        {
            text += "let another = typed;\n";
            await engine.CompleteAsync("a", Request with { Prefix = text }, null, Token);
            string prefix = JsonNode.Parse(_double.Bodies.Last())!["input_prefix"]!.GetValue<string>();
            Assert.InRange(prefix.Length, 768 * 2, 768 * 3);
            starts.Add(prefix[..20]);
        }

        Assert.InRange(starts.Count, 1, 2);
    }

    [Fact]
    public async Task The_rules_end_a_completion_and_the_engine_hears_of_it()
    {
        _double.Answer = async (_, reply) =>
        {
            await reply.BeginAsync();
            await reply.PieceAsync("Age { get; set; }\n    public");
            await reply.UntilClosedAsync();
        };
        using RemoteEngine engine = Engine(isInfill: true);

        CompletionResult result = await engine.CompleteAsync("a", Request, null, Token);

        Assert.Equal("Age { get; set; }", result.Text);
        Assert.Equal(StopReason.LineLimit, result.Stop);
        await TakenBackAsync();
    }

    /// <summary>Each answer comes a character at a time, too: what may be a token or a fence is held back.</summary>
    [Theory]
    [InlineData("", "Age { get; }<|file_sep|>other.py", "Age { get; }")]
    [InlineData("", "Age { get; }<|fim_pad|>", "Age { get; }")]
    [InlineData("", "Age { get; }</s>", "Age { get; }")]
    [InlineData("", "Age { get; }<|im_end|>\n<|im_start|>user", "Age { get; }")]
    [InlineData("qwen2.5-coder", "Age { get; }<|repo_name|>shop", "Age { get; }")]
    [InlineData("codellama", "Age { get; } <EOT>", "Age { get; }")]
    [InlineData("codestral", "Age { get; }[SUFFIX]", "Age { get; }")]
    [InlineData("", "List<string> Names <|", "List<string> Names <|")]
    [InlineData("", "```csharp\nAge { get; }\n```\nThis property holds the age.", "Age { get; }")]
    [InlineData("", "\n```\nAge { get; }\n```", "Age { get; }")]
    [InlineData("", "```", "")]
    [InlineData("", "``Age", "``Age")]
    [InlineData("", "``", "``")]
    public async Task What_an_engine_writes_of_its_own_is_no_part_of_the_completion(string format, string answer, string text)
    {
        CompletionRequest request = Request with { Decoding = Request.Decoding with { MaxLines = 3 } };
        foreach (string[] pieces in (string[][])[[answer], [.. answer.Select(character => character.ToString())]])
        {
            _double.Answer = (_, reply) => reply.StreamAsync(pieces);
            using RemoteEngine engine = Engine(isInfill: false, format);
            StringBuilder shown = new();

            CompletionResult result = await engine.CompleteAsync("a", request, piece => shown.Append(piece), Token);

            Assert.Equal((text, text), (result.Text, shown.ToString()));
        }
    }

    [Theory]
    [InlineData("const string End = \"<|im_end|>\";\nconst string Pad = \"", "<|im_end|>\";")]
    [InlineData("Shown as:\n```csharp\nint a;\n", "```")]
    public async Task What_the_document_writes_itself_is_text(string prefix, string answer)
    {
        _double.Answer = (_, reply) => reply.StreamAsync(answer);
        using RemoteEngine engine = Engine(isInfill: true);

        Assert.Equal(answer, (await engine.CompleteAsync("a", Request with { Prefix = prefix }, null, Token)).Text);
    }

    [Fact]
    public async Task What_is_taken_back_is_taken_back_at_the_engine()
    {
        TaskCompletionSource begun = new();
        _double.Answer = async (_, reply) =>
        {
            await reply.BeginAsync();
            await reply.PieceAsync("Age");
            begun.SetResult();
            await reply.UntilClosedAsync();
        };
        using RemoteEngine engine = Engine(isInfill: true);
        using CancellationTokenSource takenBack = new();

        Task<CompletionResult> work = engine.CompleteAsync("a", Request, null, takenBack.Token);
        await begun.Task.WithPatienceAsync("the answer to begin");
        await takenBack.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => work);
        await TakenBackAsync();
    }

    [Fact]
    public async Task A_time_limit_gives_what_there_is_by_then()
    {
        _double.Answer = async (_, reply) =>
        {
            await reply.BeginAsync();
            await reply.PieceAsync("Age");
            await reply.UntilClosedAsync();
        };
        ManualTimers clock = new();
        using RemoteEngine engine = Engine(isInfill: true, clock: clock);

        CompletionResult result = await engine.CompleteAsync("a", Limited(milliseconds: 700), _ => clock.RunOut(), Token);

        Assert.Equal(("Age", StopReason.TimeLimit), (result.Text, result.Stop));
        await TakenBackAsync();
    }

    [Fact]
    public async Task An_answer_that_was_whole_before_the_time_was_over_is_not_cut()
    {
        _double.Answer = async (_, reply) =>
        {
            await reply.BeginAsync();
            await reply.PieceAsync("Age");
            await reply.WriteAsync("""data: {"choices":[{"text":"","finish_reason":"stop"}]}""" + "\n\n");
            await reply.UntilClosedAsync();
        };
        using RemoteEngine engine = Engine(isInfill: false);

        CompletionResult result = await engine.CompleteAsync("a", Limited(milliseconds: 700), null, Token);

        Assert.Equal(("Age", StopReason.EndOfText), (result.Text, result.Stop));
    }

    [Fact]
    public async Task An_engine_that_says_nothing_is_given_up()
    {
        ManualTimers clock = new();
        _double.Answer = (_, reply) =>
        {
            clock.RunOut();
            return reply.UntilClosedAsync();
        };
        using RemoteEngine engine = Engine(isInfill: true, clock: clock);

        await Fails(engine, Limited(milliseconds: 200), "did not answer within 200 ms");
        await TakenBackAsync();
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task An_engine_that_is_busy_is_asked_again(int status)
    {
        _double.Answer = (number, reply) =>
            number < 2 ? reply.WriteAsync(status, "{}", "Retry-After: 0") : reply.StreamAsync("Age");
        using RemoteEngine engine = Engine(isInfill: true);

        Assert.Equal("Age", (await engine.CompleteAsync("a", Request, null, Token)).Text);
        Assert.Equal(3, _double.Bodies.Count());
    }

    [Theory]
    [InlineData(429, 3, "has too much to do")]
    [InlineData(503, 3, "failed: 503, no more room")]
    [InlineData(500, 1, "failed: 500, no more room")]
    [InlineData(400, 1, "failed: 400, no more room")]
    [InlineData(401, 1, "asks for a key")]
    [InlineData(404, 1, "has no /infill")]
    public async Task A_refusal_is_told_in_one_line_and_repeated_only_where_that_may_help(int status, int requests, string message)
    {
        _double.Answer = (_, reply) => reply.WriteAsync(status, """{ "error": { "message": "no more\nroom" } }""");
        using RemoteEngine engine = Engine(isInfill: true);

        await Fails(engine, Request, message);
        Assert.Equal(requests, _double.Bodies.Count());
    }

    [Fact]
    public async Task An_engine_that_shows_what_it_was_sent_is_not_quoted()
    {
        _double.Answer = (_, reply) => reply.WriteAsync(400, """{ "error": { "message": "bad input: public class Person" } }""");
        using RemoteEngine engine = Engine(isInfill: true);

        EngineException exception = await Fails(engine, Request, "failed");
        Assert.DoesNotContain("Person", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        using RemoteEngineDouble elsewhere = new();
        _double.Answer = (_, reply) => reply.WriteAsync(307, "{}", $"Location: {elsewhere.Infill}");
        using RemoteEngine engine = Engine(isInfill: true);

        await Fails(engine, Request, $"sends its clients on to http://{elsewhere.Authority}, which isn't followed");
        Assert.Empty(elsewhere.Requests);
    }

    [Theory]
    [InlineData("data: {\"content\":\"Ag", "broke off")]
    [InlineData("data: {\"content\":\"Age\",\"stop\":false}\n\n", "broke off")]
    [InlineData("data: {\"content\":\"Age\"\n\n", "has no meaning for")]
    [InlineData("data: []\n\n", "has no meaning for")]
    [InlineData("data: {\"content\":[1]}\n\n", "has no meaning for")]
    [InlineData("data: {\"text\":\"Age\"}\n\n", "has no meaning for")]
    [InlineData("data: {\"error\":{\"message\":\"out of memory\"}}\n\n", "failed: out of memory")]
    [InlineData("<html>Log in first</html>", "broke off")]
    [InlineData("", "broke off")]
    public async Task A_stream_that_is_cut_or_makes_no_sense_gives_nothing(string stream, string message)
    {
        _double.Answer = async (_, reply) =>
        {
            await reply.BeginAsync();
            await reply.WriteAsync(stream);
        };
        using RemoteEngine engine = Engine(isInfill: true);

        await Fails(engine, Request, message);
        Assert.Single(_double.Bodies);
    }

    [Fact]
    public async Task Slow_bytes_come_together()
    {
        _double.Answer = async (_, reply) =>
        {
            await reply.BeginAsync();
            foreach (char character in "data: {\"content\":\"Äge\",\"stop\":true}\n\n")
            {
                await reply.WriteAsync(character.ToString());
                await Task.Delay(1, reply.Token);
            }
        };
        using RemoteEngine engine = Engine(isInfill: true);

        Assert.Equal("Äge", (await engine.CompleteAsync("a", Request, null, Token)).Text);
    }

    [Fact]
    public async Task Where_nobody_listens_that_is_told()
    {
        RemoteEngineDouble gone = new();
        Uri address = gone.Infill;
        gone.Dispose();
        using RemoteEngine engine = new(new RemoteOptions { Address = address }, Patience.Limit, TimeProvider.System);

        Assert.Equal("", await engine.DescribeAsync(Token));
        await Fails(engine, Request, "can't be reached");
    }

    [Fact]
    public async Task A_connection_that_hangs_is_given_up()
    {
        // A listener whose queue is full lets no more connections come about.
        using Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(0);
        int port = ((IPEndPoint)listener.LocalEndPoint!).Port;
        List<Socket> queue = [];
        for (int i = 0; i < 8; i++)
        {
            Socket waiting = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            _ = waiting.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), Token).AsTask()
                .ContinueWith(static task => _ = task.Exception, TaskScheduler.Default);
            queue.Add(waiting);
        }

        using RemoteEngine engine = new(
            new RemoteOptions { Address = new Uri($"http://127.0.0.1:{port}/infill") }, TimeSpan.FromMilliseconds(200), TimeProvider.System);
        EngineException exception = await Assert.ThrowsAsync<EngineException>(
            () => engine.CompleteAsync("a", Limited(milliseconds: 5000), null, Token));

        Assert.Matches("can't be reached|did not answer", exception.Message);
        queue.ForEach(socket => socket.Dispose());
    }

    [Fact]
    public async Task An_engine_that_writes_on_and_on_is_ended()
    {
        _double.Answer = async (_, reply) =>
        {
            await reply.BeginAsync();
            while (true)
                await reply.PieceAsync("x");
        };
        using RemoteEngine engine = Engine(isInfill: true);

        CompletionResult result = await engine.CompleteAsync("a", Request, null, Token);

        Assert.Equal(StopReason.TokenLimit, result.Stop);
        await TakenBackAsync();
    }

    [Fact]
    public async Task The_key_is_sent_and_never_told()
    {
        _double.Answer = (_, reply) => reply.WriteAsync(400, """{ "error": "who is secret-key-1234?" }""");
        using RemoteEngine engine = new(
            new RemoteOptions { Address = _double.Completions, Key = "secret-key-1234" }, Patience.Limit, TimeProvider.System);

        EngineException exception = await Fails(engine, Request, "who is …?");

        Assert.Contains("Authorization: Bearer secret-key-1234", Assert.Single(_double.Requests), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", exception.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_is_not_sent_where_others_can_read_it()
    {
        RemoteOptions options = new() { Address = new Uri("http://engine.example/infill"), Key = "secret" };

        EngineException exception = Assert.Throws<EngineException>(() => new RemoteEngine(options, TimeSpan.FromSeconds(1), TimeProvider.System));

        Assert.Contains("isn't sent over http", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_that_this_machine_does_not_trust_is_refused()
    {
        using RSA key = RSA.Create(2048);
        using X509Certificate2 made = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        using X509Certificate2 certificate = X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), password: null);
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        Task<string> serving = ServeAsync();
        using RemoteEngine engine = new(
            new RemoteOptions { Address = new Uri($"https://localhost:{((IPEndPoint)listener.LocalEndpoint).Port}/infill"), Key = "secret" },
            Patience.Limit,
            TimeProvider.System);

        await Fails(engine, Request, "doesn't prove who it is");
        Assert.Equal("", await serving.WithPatienceAsync("the end of the connection"));

        async Task<string> ServeAsync()
        {
            using TcpClient client = await listener.AcceptTcpClientAsync(Token);
            await using SslStream stream = new(client.GetStream());
            try
            {
                await stream.AuthenticateAsServerAsync(certificate);
                byte[] heard = new byte[4096];
                return Encoding.UTF8.GetString(heard.AsSpan(0, await stream.ReadAsync(heard, Token)));
            }
            catch (Exception exception) when (exception is IOException or AuthenticationException)
            {
                return "";
            }
        }
    }

    [Fact]
    public async Task A_proxy_is_asked_for_the_address()
    {
        using RemoteEngine engine = new(
            new RemoteOptions { Address = new Uri("http://engine.example/v1/completions"), Proxy = new Uri($"http://{_double.Authority}") },
            Patience.Limit,
            TimeProvider.System);

        Assert.NotEmpty((await engine.CompleteAsync("a", Request, null, Token)).Text);
        Assert.StartsWith("POST http://engine.example/v1/completions ", Assert.Single(_double.Requests), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_guide_has_no_say_and_the_record_says_why()
    {
        using RemoteEngine engine = Engine(isInfill: true);

        CompletionResult result = await engine.CompleteAsync("a", Request with { Guide = new NoGuide() }, null, Token);

        Assert.Contains("not guided", result.Stats.UnguidedReason, StringComparison.Ordinal);
        Assert.Equal(0, result.Stats.GuidedNames);
    }

    [Fact]
    public async Task Only_llama_cpp_is_asked_to_compute_without_writing()
    {
        using RemoteEngine engine = Engine(isInfill: true);
        await engine.WarmAsync("a", Request, Token);
        Assert.Empty(_double.Bodies);

        _double.Properties = """{ "total_slots": 1 }""";
        await engine.DescribeAsync(Token);
        await engine.WarmAsync("a", Request, Token);

        Assert.Equal(0, JsonNode.Parse(Assert.Single(_double.Bodies))!["n_predict"]!.GetValue<int>());
    }

    [Theory]
    [InlineData("ftp://host/infill", false)]
    [InlineData("http://host/v1/chat", false)]
    [InlineData("http://user:password@host/infill", false)]
    [InlineData("http://host/infill", true)]
    [InlineData("https://host/llm/v1/completions", true)]
    public void Only_what_ends_in_a_known_endpoint_is_one(string address, bool isEndpoint) =>
        Assert.Equal(isEndpoint, RemoteEngine.IsEndpoint(new Uri(address)));

    [Fact]
    public async Task A_thousand_requests_with_faults_among_them_leave_nothing_behind()
    {
        _double.Answer = (number, reply) => (number % 10) switch
        {
            0 => reply.WriteAsync(500, "{}"),
            1 => reply.WriteAsync(429, "{}", "Retry-After: 0"),
            2 => Cut(reply),
            3 => reply.WriteAsync("garbage"),
            4 => reply.UntilClosedAsync(),
            5 => Slow(reply),
            _ => reply.StreamAsync("Age ", "{ get; set; }"),
        };
        using RemoteEngine engine = Engine(isInfill: true);
        int written = 0;
        int failed = 0;
        int takenBack = 0;

        await Parallel.ForEachAsync(
            Enumerable.Range(0, 1000),
            new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = Token },
            async (number, token) =>
            {
                using CancellationTokenSource impatient = CancellationTokenSource.CreateLinkedTokenSource(token);
                if (number % 7 == 0)
                    impatient.CancelAfter(number % 50);
                try
                {
                    await engine.CompleteAsync($"{number % 5}", Limited(milliseconds: 400), _ => { }, impatient.Token);
                    Interlocked.Increment(ref written);
                }
                catch (EngineException)
                {
                    Interlocked.Increment(ref failed);
                }
                catch (OperationCanceledException)
                {
                    Interlocked.Increment(ref takenBack);
                }
            });

        Assert.Equal(1000, written + failed + takenBack);
        Assert.True(written > 0 && failed > 0 && takenBack > 0, $"{written} written, {failed} failed, {takenBack} taken back");
        await Patience.UntilAsync(() => _double.OpenConnections == 0, "the end of all connections");

        static async Task Cut(RemoteReply reply)
        {
            await reply.BeginAsync();
            await reply.PieceAsync("Ag");
        }

        static async Task Slow(RemoteReply reply)
        {
            await reply.BeginAsync();
            for (int i = 0; i < 10; i++)
            {
                await reply.PieceAsync("x");
                await Task.Delay(5, reply.Token);
            }

            await reply.EndAsync();
        }
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static CompletionRequest Limited(int milliseconds) =>
        Request with { Decoding = new DecodingOptions { TimeLimit = TimeSpan.FromMilliseconds(milliseconds) } };

    private static async Task<EngineException> Fails(RemoteEngine engine, CompletionRequest request, string message)
    {
        EngineException exception = await Assert.ThrowsAsync<EngineException>(() => engine.CompleteAsync("a", request, null, Token));
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', exception.Message);
        return exception;
    }

    /// <summary>Waits until the engine has heard that the client wants no more.</summary>
    private Task TakenBackAsync() => Patience.UntilAsync(() => _double.TakenBack == 1, "the engine to hear of the end");

    private RemoteEngine Engine(bool isInfill, string format = "", TimeProvider? clock = null) => new(
        new RemoteOptions { Address = isInfill ? _double.Infill : _double.Completions, Format = format },
        Patience.Limit,
        clock ?? TimeProvider.System);

    private sealed class NoGuide : INameGuide
    {
        public AllowedNames? NamesAfter(ReadOnlySpan<char> written) => throw new InvalidOperationException("Nobody asks.");
    }
}
