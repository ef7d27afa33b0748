using System.Buffers.Binary;
using LspCompletion.Server.Backends.Sharing;
using LspCompletion.Tests;
using Nerdbank.Streams;
using StreamJsonRpc;

namespace LspCompletion.Server.Tests.Backends.Sharing;

public sealed class SharingMessagesTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65_536)]
    [InlineData(2_000_000)]
    public async Task What_is_asked_arrives_whatever_its_length(int length)
    {
        (Stream one, Stream other) = FullDuplexStream.CreatePair();
        using SharingConnection asking = new(one, new object());
        using SharingConnection answering = new(other, new Echo());
        asking.StartListening();
        answering.StartListening();
        string text = new('\u202E', length);

        Assert.Equal(text, await asking.InvokeWithCancellationAsync<string>("echo", [text], Token).WithPatienceAsync("the answer"));
    }

    [Theory]
    [InlineData(SharingMessages.MostBytes + 1)]
    [InlineData(int.MaxValue)]
    [InlineData(uint.MaxValue)]
    public async Task One_who_announces_more_than_any_message_has_is_not_listened_to(long length)
    {
        (Stream one, Stream other) = FullDuplexStream.CreatePair();
        using SharingConnection connection = new(one, new object());
        connection.StartListening();
        long before = GC.GetTotalAllocatedBytes();

        byte[] head = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(head, (uint)length);
        await other.WriteAsync(head, Token);

        await Assert.ThrowsAsync<InvalidDataException>(() => connection.Completion.WithPatienceAsync("the end of the connection"));
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 64 << 20);
    }

    [Fact]
    public async Task What_is_announced_takes_no_memory_before_it_comes()
    {
        byte[] head = new byte[sizeof(uint) + 100];
        BinaryPrimitives.WriteUInt32LittleEndian(head, SharingMessages.MostBytes);
        using SharingMessages messages = new(new MemoryStream(head), new SystemTextJsonFormatter());

        // On this thread: the stream never waits.
        long before = GC.GetAllocatedBytesForCurrentThread();
        await Assert.ThrowsAsync<EndOfStreamException>(() => messages.ReadAsync(Token).AsTask());
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private sealed class Echo
    {
        [JsonRpcMethod("echo")]
        public static string Answer(string text) => text;
    }
}
