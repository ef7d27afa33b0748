using System.Text;
using LspCompletion.Server.Protocol.Transport;
using LspCompletion.Tests;

namespace LspCompletion.Server.Tests.Protocol;

/// <summary>Malformed messages that are made so that each byte of them is looked at again and again.</summary>
public sealed class FrameReaderTests
{
    private const int Length = 8 * 1024 * 1024;

    [Theory]
    [InlineData("Content-Length: 8000000\r\n\r\n{", 400)] // each promises the rest
    [InlineData("Content-Length: 4000\r\n\r\n{", 40)] // each promises what the next hundred promise
    [InlineData("Content-Length: 8000000\r\n\r\n", 27)] // nothing but headers
    [InlineData("Content-Length: 1\r\n", 19)] // one header without end
    [InlineData("Content-Length: x\r\n\r\n", 21)]
    [InlineData("Content-Length:", 15)]
    [InlineData("Content-Length: 1\r\n", 400)]
    [InlineData("Content-Type: x\n", 16)]
    [InlineData("Content-Type: x\nContent-Length: x\n\n", 4000)]
    [InlineData("c", 1)]
    public async Task A_message_of_false_headers_costs_no_more_than_its_length(string header, int distance)
    {
        byte[] body = new byte[Length];
        body.AsSpan().Fill((byte)' ');
        for (int at = 0; at + header.Length <= Length; at += distance)
            Encoding.ASCII.GetBytes(header, body.AsSpan(at));
        using MemoryStream stream = new([.. Framed(body), .. Framed("the next"u8)]);

        // Seconds at most where each byte is looked at a few times, hours where it is for each header.
        (long given, bool isNextFound) = await Task.Run(() => ReadAllAsync(stream), Token).WithPatienceAsync("all messages");

        Assert.InRange(given, Length, 4L * Length);
        Assert.True(isNextFound || header.Contains("8000000", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_header_that_always_promises_a_little_more_than_has_come_moves_nothing_for_long()
    {
        // Each time only a few bytes are new, and all the others have to stay where they are.
        byte[] start = new byte[Length];
        start.AsSpan().Fill((byte)' ');
        for (int at = 0; at + 400 <= Length; at += 400)
            Encoding.ASCII.GetBytes($"Content-Length: {Length - at}\r\n\r\n{{", start.AsSpan(at));
        using Trickle stream = new([.. Framed(start), .. new byte[Length]], Length, step: 64);

        (long given, _) = await Task.Run(() => ReadAllAsync(stream), Token).WithPatienceAsync("all messages");

        Assert.InRange(given, Length, 6L * Length);
    }

    [Fact]
    public async Task Messages_that_another_one_swallowed_are_found_in_it_all_of_them()
    {
        byte[] swallowed = [.. Enumerable.Range(0, 1000).SelectMany(i => Framed(Encoding.ASCII.GetBytes($"message {i}")))];
        byte[] cut = [.. "Content-Length: 20000\r\n\r\n{ \"cut\": "u8, .. swallowed, .. new byte[20_000]];
        FrameReader reader = new(new MemoryStream(cut));
        List<string> found = [];

        Assert.StartsWith("{ \"cut\"", Encoding.ASCII.GetString((await reader.ReadAsync(Token))!), StringComparison.Ordinal);
        reader.Resynchronize();
        while (await reader.ReadAsync(Token) is { } message)
        {
            if (message.Length > 0)
                found.Add(Encoding.ASCII.GetString(message));
        }

        Assert.Equal(Enumerable.Range(0, 1000).Select(i => $"message {i}"), found);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static byte[] Framed(ReadOnlySpan<byte> body) => [.. Encoding.ASCII.GetBytes($"Content-Length: {body.Length}\r\n\r\n"), .. body];

    /// <summary>Takes every message but the last for malformed.</summary>
    private static async Task<(long Given, bool IsNextFound)> ReadAllAsync(Stream stream)
    {
        FrameReader reader = new(stream);
        long given = 0;
        bool isNextFound = false;
        while (await reader.ReadAsync(Token) is { } message)
        {
            given += message.Length;
            if (given > 20L * Length)
                break;

            isNextFound |= message.AsSpan().SequenceEqual("the next"u8);
            if (message.Length > 0)
                reader.Resynchronize();
        }

        return (given, isNextFound);
    }

    /// <summary>Gives much at once, and then little at a time.</summary>
    private sealed class Trickle(byte[] bytes, int atOnce, int step) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, Next));

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, Next)], cancellationToken);

        private int Next => Position < atOnce ? int.MaxValue : step;
    }
}
