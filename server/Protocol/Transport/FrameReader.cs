namespace LspCompletion.Server.Protocol.Transport;

/// <summary>
/// Cuts a stream of bytes into messages, and finds the next one again when a header or a length is wrong.
/// </summary>
/// <remarks>
/// What is looked for again in a message that made no sense is bounded by the bytes that came: a message full of headers that
/// all promise the rest of it costs no more than one.
/// </remarks>
internal sealed class FrameReader(Stream input)
{
    private const int SmallBuffer = 64 * 1024;
    private const int LargestKeptBuffer = 1024 * 1024;

    /// <summary>How often each byte that came may be part of a message that is tried, the first time aside.</summary>
    private const int MostTriesAgain = 2;

    private byte[] _buffer = new byte[SmallBuffer];
    private int _start;
    private int _end;
    private int _bodyStart;
    private bool _isLost;

    /// <summary>Up to where in the buffer bytes were part of a message already.</summary>
    private int _tried;

    /// <summary>How many bytes may be part of a message once more.</summary>
    private long _triesAgain;

    /// <summary>Reads the next message, as it is.</summary>
    /// <returns>
    /// Its bytes; none if there were bytes that belong to no message (told once for all of them, and not at all after
    /// <see cref="Resynchronize"/>); <see langword="null"/> at the end of the stream.
    /// </returns>
    public async ValueTask<byte[]?> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            FrameHeader? found = FrameHeader.Find(_buffer.AsSpan(_start, _end - _start));
            if (CountStrayBytes(found) is > 0 and var stray)
            {
                _start += stray;
                if (_isLost)
                    continue;

                _isLost = true;
                return [];
            }

            if (found is { IsComplete: true, BodyLength: >= 0 } header)
            {
                if (_start < _tried && (_triesAgain -= header.BodyLength) < 0)
                {
                    // One of too many: it is skipped, and doesn't count.
                    _triesAgain += header.BodyLength;
                    _start += header.BodyStart;
                    continue;
                }

                _isLost = false;
                return await FillAsync(header.BodyStart + header.BodyLength, cancellationToken).ConfigureAwait(false)
                    ? TakeBody(header.BodyStart, header.BodyLength)
                    : null;
            }

            if (!await FillAsync(_end - _start + 1, cancellationToken).ConfigureAwait(false))
                return null;
        }
    }

    /// <summary>
    /// Goes back to the first header within the message that was read last: it made no sense, and may have been shorter
    /// than its header said.
    /// </summary>
    public void Resynchronize()
    {
        _isLost = true;
        int header = FrameHeader.IndexOfName(_buffer.AsSpan(_bodyStart, _end - _bodyStart));
        if (header >= 0)
            _start = Math.Min(_start, _bodyStart + header);
    }

    /// <summary>How much of what was read belongs to no message, as far as that is certain.</summary>
    private int CountStrayBytes(FrameHeader? found)
    {
        int unread = _end - _start;
        return found switch
        {
            // What stands before a header may be a line of it, as long as the header is not all there.
            null => unread > FrameHeader.MostBytes ? unread : 0,
            { BodyLength: < 0 } header => header.Start + 1,
            { IsComplete: false } header => unread > 2 * FrameHeader.MostBytes ? header.Start : 0,
            { } header => header.Start,
        };
    }

    private byte[] TakeBody(int offset, int length)
    {
        _bodyStart = _start + offset;
        _start = _bodyStart + length;
        _triesAgain += (long)MostTriesAgain * Math.Max(0, _start - Math.Max(_bodyStart, _tried));
        _tried = Math.Max(_tried, _start);
        return _buffer[_bodyStart.._start];
    }

    /// <summary>Reads until so many bytes lie from the start on.</summary>
    /// <returns>Whether the stream had so many.</returns>
    private async ValueTask<bool> FillAsync(int count, CancellationToken cancellationToken)
    {
        while (_end - _start < count)
        {
            MakeRoom();
            int read = await input.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
            if (read == 0)
                return false;
            _end += read;
        }

        return true;
    }

    private void MakeRoom()
    {
        int length = _end - _start;
        if (_buffer.Length > LargestKeptBuffer && length <= SmallBuffer / 2)
            MoveTo(new byte[SmallBuffer]);
        else if (_end == _buffer.Length && _start >= length)
            MoveTo(_buffer);
        else if (_end == _buffer.Length)
            MoveTo(new byte[_buffer.Length * 2]);

        void MoveTo(byte[] target)
        {
            _buffer.AsSpan(_start, length).CopyTo(target);
            (_buffer, _tried, _start, _end) = (target, Math.Max(0, _tried - _start), 0, length);
        }
    }
}
