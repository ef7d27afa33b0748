using System.Text;
using LspCompletion.Engine.Decoding;
using LspCompletion.Engine.Remote;
using LspCompletion.Tests;

namespace LspCompletion.Engine.Tests.Remote;

/// <summary>
/// Mutated answers of both kinds of engine, in half of them the events still JSON: each gives a completion within its limits or is refused in a line, and takes no
/// more memory than its size can account for.
/// </summary>
public sealed class RemoteEventsFuzzTests
{
    private const int Mutants = 20_000;

    /// <summary>For buffers and what is written, whatever the answer.</summary>
    private const long OwnBytes = 400_000;

    private const int BytesForByte = 40;

    private static readonly CompletionRequest Request = new()
    {
        Path = "a.cs",
        Prefix = "int ",
        Suffix = "\n",
        Decoding = new DecodingOptions { MaxTokens = 8, MaxLines = 0 },
    };

    private static readonly string[] Pieces =
    [
        "null", "{}", "[]", "true", "-1", "1e999", "1e400", "99999999999999999999", "\"\"", "\"\\ud800\"", "\"\\u202e\"", "[1]", "\n", "\n\n", "\r", "data:",
        "data: [DONE]\n\n", "event: x\n", ": comment\n", "id: 1\n", "retry: 99999999999\n", "\"error\":{\"message\":[]},", "\"error\":\"no\",", "\"stop\":true,", "\0",
        "\"text\":", "\"content\":", "{\"choices\":[{\"text\":\"x\"}]}", "\uFEFF",
    ];

    [Theory]
    [InlineData(
        5,
        """
        data: {"choices":[{"text":"age","logprobs":{"token_logprobs":[-0.25,null]},"finish_reason":null}],"usage":null}

        data: {"choices":[{"text":" = 1;","logprobs":{"content":[{"logprob":-0.5}]},"finish_reason":null}]}

        : still there

        data: {"choices":[{"text":"","finish_reason":"stop"}]}

        data: {"choices":[],"usage":{"prompt_tokens":100,"completion_tokens":2,"prompt_tokens_details":{"cached_tokens":90}}}

        data: [DONE]


        """)]
    [InlineData(
        6,
        """
        data: {"content":"age","stop":false,"completion_probabilities":[{"logprob":-0.25}],"timings":{"cache_n":1,"prompt_n":2}}

        data: {"content":" = 1;","stop":false,"completion_probabilities":[{"logprob":-0.5}]}

        data: {"content":"","stop":true,"stop_type":"eos","timings":{"cache_n":90,"prompt_n":10,"prompt_ms":12.5,"predicted_n":2}}


        """)]
    public async Task Each_of_twenty_thousand_answers_is_read_or_refused_in_a_line(int seed, string whole)
    {
        TestContext.Current.SendDiagnosticMessage("The seed is {0}.", seed);
        await Task.Run(() => FuzzAsync(seed, whole), TestContext.Current.CancellationToken)
            .WithPatienceAsync("all answers to be read", limit: Patience.LongLimit);
    }

    private static async Task FuzzAsync(int seed, string whole)
    {
        Random random = new(seed);
        IRemoteProtocol protocol = whole.Contains("choices", StringComparison.Ordinal) ? new CompletionsProtocol(null, "") : new InfillProtocol();
        RemoteEvents events = new(protocol, words => new EngineException($"failed: {words}"), cause => new EngineException($"senseless: {cause.Message}", cause));
        int written = 0;
        for (int i = 0; i < Mutants; i++)
        {
            byte[] mutant = i % 2 == 0 ? Mutate(whole, random) : MutateEvents(whole, random);
            RemoteAnswer answer = new(Request, format: null, onText: _ => { });
            using Drops stream = new(mutant, random.Next(1, 200));
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                await events.ReadAsync(stream, answer, () => { }, CancellationToken.None);
                CompletionResult result = answer.Result();
                Assert.True(result.Stats is { ReusedTokens: >= 0, ComputedTokens: >= 0, GeneratedTokens: >= 0 });
                Assert.All(result.LogProbabilities, value => Assert.True(float.IsFinite(value) && value <= 0));
                written++;
            }
            catch (Exception exception) when (exception is EngineException or HttpRequestException or IOException)
            {
                Assert.True(exception is not EngineException || !exception.Message.Contains('\n', StringComparison.Ordinal));
            }
            catch (Exception exception)
            {
                Assert.Fail($"Mutant {i} of seed {seed} ended in {exception}: {Encoding.UTF8.GetString(mutant)}");
            }

            // Nothing is waited for, so all of it happened on this thread.
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(allocated <= OwnBytes + (BytesForByte * mutant.Length), $"Mutant {i} of seed {seed} took {allocated} bytes for {mutant.Length}.");
        }

        Assert.InRange(written, Mutants / 20, Mutants - 1);
    }

    private static byte[] MutateEvents(string whole, Random random)
    {
        const string Data = "data: {";
        IEnumerable<string> lines = whole.Split('\n').Select(line => line.StartsWith(Data, StringComparison.Ordinal) && random.Next(2) == 0
            ? $"data: {JsonMutation.Mutate(line[(Data.Length - 1)..], _ => false, random)}"
            : line);
        return Encoding.UTF8.GetBytes(string.Join('\n', lines));
    }

    private static byte[] Mutate(string whole, Random random)
    {
        StringBuilder mutant = new(whole);
        for (int changes = random.Next(1, 5); changes > 0; changes--)
        {
            int at = random.Next(mutant.Length);
            switch (random.Next(4))
            {
                case 0:
                    mutant[at] = (char)random.Next(256);
                    break;
                case 1:
                    mutant.Remove(at, Math.Min(random.Next(1, 12), mutant.Length - at));
                    break;
                case 2:
                    mutant.Insert(at, Pieces[random.Next(Pieces.Length)]);
                    break;
                default:
                    int length = Math.Min(random.Next(1, 60), mutant.Length - at);
                    mutant.Insert(random.Next(mutant.Length), mutant.ToString(at, length));
                    break;
            }
        }

        byte[] bytes = Encoding.UTF8.GetBytes(mutant.ToString());
        if (random.Next(4) == 0)
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        return bytes;
    }

    /// <summary>Gives bytes in drops of one size.</summary>
    private sealed class Drops(byte[] bytes, int size) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, size));

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, size)], cancellationToken);
    }
}
