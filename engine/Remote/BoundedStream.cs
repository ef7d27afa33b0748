namespace LspCompletion.Engine.Remote;

/// <summary>
/// A stream that is read no further than it may go: not beyond a number of bytes, and not beyond a number of them for one
/// event. Who reads it never holds more than that of what makes no sense.
/// </summary>
/// <param name="source">Where the bytes come from; it isn't closed.</param>
/// <param name="most">The most bytes.</param>
/// <param name="mostOfEvent">The most bytes between two calls of <see cref="BeginEvent"/>.</param>
internal sealed class BoundedStream(Stream source, long most, long mostOfEvent) : Stream
{
    private long _ofEvent;

    /// <summary>Bytes that were read.</summary>
    public long ReadBytes { get; private set; }

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>What comes next is another event's.</summary>
    public void BeginEvent() => _ofEvent = 0;

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">There are more bytes than there may be.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Count(await source.ReadAsync(buffer, cancellationToken).ConfigureAwait(false));

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Count(source.Read(buffer, offset, count));

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private int Count(int read)
    {
        ReadBytes += read;
        _ofEvent += read;
        return ReadBytes > most ? throw new InvalidDataException($"more than {most} bytes")
            : _ofEvent > mostOfEvent ? throw new InvalidDataException($"more than {mostOfEvent} bytes in one event")
            : read;
    }
}
