using System.Buffers;
using System.Buffers.Binary;
using StreamJsonRpc;
using StreamJsonRpc.Protocol;

namespace LspCompletion.Server.Backends.Sharing;

/// <summary>
/// Cuts what a server and the process that runs its model tell each other into messages: each its length in four bytes, the
/// least significant first, and its JSON. Nobody is listened to any more who announces more than any message has.
/// </summary>
internal sealed class SharingMessages : MessageHandlerBase
{
    /// <summary>The most bytes of a message: the text that prompts reach for takes one or two million, however it is escaped.</summary>
    public const int MostBytes = 1 << 24;

    /// <summary>What is set aside for a message before any of it has come.</summary>
    private const int FirstBytes = 1 << 16;

    private readonly Stream _stream;
    private readonly byte[] _length = new byte[sizeof(uint)];
    private readonly ArrayBufferWriter<byte> _outgoing = new();

    /// <param name="stream">The way to the other side; it is closed with the handler.</param>
    /// <param name="formatter">Reads and writes the JSON.</param>
    public SharingMessages(Stream stream, IJsonRpcMessageFormatter formatter)
        : base(formatter) => _stream = stream;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">The message is longer than any may be.</exception>
    protected override async ValueTask<JsonRpcMessage?> ReadCoreAsync(CancellationToken cancellationToken)
    {
        int read = await _stream.ReadAtLeastAsync(_length, _length.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        if (read < _length.Length)
            return null;

        uint length = BinaryPrimitives.ReadUInt32LittleEndian(_length);
        if (length > MostBytes)
            throw new InvalidDataException($"A message of {length} bytes is none of ours.");

        byte[] body = new byte[Math.Min(length, FirstBytes)];
        for (int filled = 0; ; Array.Resize(ref body, (int)Math.Min(length, 2L * body.Length)))
        {
            await _stream.ReadExactlyAsync(body.AsMemory(filled), cancellationToken).ConfigureAwait(false);
            filled = body.Length;
            if (filled == length)
                return Formatter.Deserialize(new ReadOnlySequence<byte>(body));
        }
    }

    /// <inheritdoc/>
    protected override async ValueTask WriteCoreAsync(JsonRpcMessage content, CancellationToken cancellationToken)
    {
        _outgoing.ResetWrittenCount();
        _outgoing.Write<byte>([0, 0, 0, 0]);
        Formatter.Serialize(_outgoing, content);
        byte[] message = _outgoing.WrittenSpan.ToArray();
        BinaryPrimitives.WriteUInt32LittleEndian(message, (uint)(message.Length - sizeof(uint)));
        await _stream.WriteAsync(message, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override async ValueTask FlushAsync(CancellationToken cancellationToken) =>
        await _stream.FlushAsync(cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _stream.Dispose();
        base.Dispose(disposing);
    }
}
