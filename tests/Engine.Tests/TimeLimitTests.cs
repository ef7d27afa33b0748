using System.Text;
using LspCompletion.Engine.Caching;
using LspCompletion.Engine.Decoding;
using LspCompletion.Engine.Models;
using LspCompletion.Engine.Prompting;

namespace LspCompletion.Engine.Tests;

/// <summary>What a time limit cuts says so and loses nothing, with the default model.</summary>
public sealed class TimeLimitTests : IDisposable
{
    private const int MostRequests = 100;

    private readonly CompletionEngine _engine = CompletionEngine.Load(
        DefaultModel.Locate(),
        new EngineOptions { Budget = new PromptBudget { PrefixTokens = 1600, SuffixTokens = 64, ContextTokens = 64 }, Clock = new TickingClock() },
        progress: null,
        TestContext.Current.CancellationToken);

    private readonly Slot _slot;

    public TimeLimitTests() => _slot = _engine.CreateSlot();

    public void Dispose()
    {
        _slot.Dispose();
        _engine.Dispose();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(9)]
    public void A_long_prompt_has_fewer_tokens_left_each_time_and_the_text_is_that_without_a_limit(int limitMs)
    {
        CompletionResult whole = Complete(LongDocument, new());
        int length = whole.Stats.ComputedTokens;
        Assert.InRange(length, 1300, 1650);
        _slot.Clear();

        List<int> remaining = [length];
        CompletionResult result = Limited(LongDocument, limitMs);
        while (result.Stats.RemainingTokens > 0)
        {
            Assert.Equal((StopReason.TimeLimit, ""), (result.Stop, result.Text));
            Assert.Equal(length, result.Stats.ReusedTokens + result.Stats.ComputedTokens + result.Stats.RemainingTokens);
            Assert.Equal(length - remaining[^1], result.Stats.ReusedTokens);
            Assert.True(result.Stats.RemainingTokens < remaining[^1], $"Left: {string.Join(", ", remaining)}.");
            remaining.Add(result.Stats.RemainingTokens);
            result = Limited(LongDocument, limitMs);
        }

        Assert.True(remaining.Count > 1, "The prompt was never cut.");
        result = UntilWhole(result, LongDocument, limitMs);
        Assert.Equal((whole.Text, whole.Stop), (result.Text, result.Stop));
        Assert.Equal(whole.Tokens, result.Tokens);
        Assert.Equal(whole.LogProbabilities, result.LogProbabilities);
    }

    [Fact]
    public void A_text_that_was_cut_is_the_beginning_of_the_whole_one_and_what_was_written_need_not_be_found_again()
    {
        CompletionRequest request = Request(
            "public class Person\n{\n    public string Name { get; set; }\n\n    public int ",
            "\n\n    public override string ToString() => $\"{Name} is {Age}\";\n}\n");
        CompletionResult whole = Complete(request, new() { MaxDraftTokens = 0 });
        _slot.Clear();
        StringBuilder streamed = new();

        CompletionResult cut = Complete(request, Limit(0), text => streamed.Append(text));

        Assert.Equal(StopReason.TimeLimit, cut.Stop);
        Assert.InRange(cut.Tokens.Count, 1, whole.Tokens.Count - 1);
        Assert.StartsWith(cut.Text, whole.Text, StringComparison.Ordinal);
        Assert.NotEmpty(cut.Text);
        Assert.Equal(cut.Text, streamed.ToString());
        Assert.Equal(0, cut.Stats.RemainingTokens);

        // However short the limit: what is written again takes next to no time, and each time there is more.
        for (CompletionResult last = cut; last.Stop == StopReason.TimeLimit;)
        {
            CompletionResult next = Limited(request, limitMs: 0);
            Assert.True(
                next.Tokens.Count > last.Tokens.Count || next.Stop != StopReason.TimeLimit,
                $"{next.Tokens.Count} tokens, and {last.Tokens.Count} before.");
            Assert.True(next.Stats.AcceptedTokens >= last.Tokens.Count, "What was written before was no draft.");
            Assert.Equal(whole.Tokens.Take(next.Tokens.Count), next.Tokens);
            last = next;
        }
    }

    [Fact]
    public void A_limit_that_is_over_at_once_leaves_a_request_one_step()
    {
        CompletionResult result = Limited(LongDocument, limitMs: 0);

        Assert.Equal(StopReason.TimeLimit, result.Stop);
        Assert.InRange(result.Stats.ComputedTokens, 1, 256);
        Assert.Equal(result.Stats.ComputedTokens, _slot.Tokens.Length);
    }

    [Fact]
    public void Without_a_limit_time_is_nothing_to_a_completion() =>
        Assert.NotEqual(StopReason.TimeLimit, Complete(LongDocument, new() { TimeLimit = null }).Stop);

    private static CompletionRequest LongDocument { get; } = Request(
        string.Concat(Enumerable.Range(0, 132).Select(i => $"    public int Value{i} => Compute({i}, other);\n")) + "    public int ",
        "\n}\n");

    private static CompletionRequest Request(string prefix, string suffix) => new() { Path = "Person.cs", Prefix = prefix, Suffix = suffix };

    private static DecodingOptions Limit(int milliseconds) => new() { TimeLimit = TimeSpan.FromMilliseconds(milliseconds) };

    private CompletionResult UntilWhole(CompletionResult result, CompletionRequest request, int limitMs)
    {
        for (int requests = 0; result.Stop == StopReason.TimeLimit; requests++)
        {
            Assert.True(requests < MostRequests, $"After {MostRequests} requests the text is still cut: {result.Text}");
            result = Limited(request, limitMs);
        }

        return result;
    }

    private CompletionResult Limited(CompletionRequest request, int limitMs) => Complete(request, Limit(limitMs));

    private CompletionResult Complete(CompletionRequest request, DecodingOptions decoding, Action<string>? onText = null) =>
        _engine.Complete(_slot, request with { Decoding = decoding }, onText, TestContext.Current.CancellationToken);
}
