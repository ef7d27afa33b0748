using System.Buffers.Text;
using System.Text;

namespace LspCompletion.Server.Protocol.Transport;

/// <summary>
/// Where a message stands in a stream of bytes: behind lines such as <c>Content-Length: 120</c> and an empty one (base
/// protocol of LSP).
/// </summary>
/// <param name="Start">Where the header begins; what is before it belongs to no message.</param>
/// <param name="BodyStart">Where the message begins; 0 if the header's end has not arrived.</param>
/// <param name="BodyLength">How many bytes it has; -1 if the header doesn't say so in a way that can be believed.</param>
internal readonly record struct FrameHeader(int Start, int BodyStart, int BodyLength)
{
    /// <summary>The longest header that is waited for.</summary>
    public const int MostBytes = 4096;

    /// <summary>The longest message that is taken: a document of 10 MB, escaped, several times over.</summary>
    public const int MostBodyBytes = 256 * 1024 * 1024;

    private static ReadOnlySpan<byte> Name => "Content-Length:"u8;

    /// <summary>Whether the header has arrived.</summary>
    public bool IsComplete => BodyStart > 0;

    /// <summary>Finds the first header.</summary>
    /// <returns><see langword="null"/> if there is not even the beginning of one.</returns>
    public static FrameHeader? Find(ReadOnlySpan<byte> bytes)
    {
        int name = IndexOfName(bytes);
        if (name < 0)
            return null;

        // Of several lengths the last counts: the others may be all that came of a message that was cut short. So where there
        // are too many, or the last makes no sense, none before it is looked at again.
        ReadOnlySpan<byte> header = HeaderAt(bytes, name, out int end);
        while (end < 0 && bytes.Length - name > MostBytes)
        {
            int last = LastIndexOfName(header);
            if (last == 0)
                return new FrameHeader(name, 0, -1);
            name += last;
            header = HeaderAt(bytes, name, out end);
        }

        if (end < 0)
            return new FrameHeader(StartOfHeaderLines(bytes[..name]), 0, 0);

        int lastName = LastIndexOfName(header);
        int length = ReadLength(header[(lastName + Name.Length)..]);
        return new FrameHeader(length < 0 ? name + lastName : StartOfHeaderLines(bytes[..name]), name + end, length);
    }

    /// <summary>Where a header's name, or the part of one that has arrived, begins; -1 if nowhere.</summary>
    public static int IndexOfName(ReadOnlySpan<byte> bytes)
    {
        for (int index = 0; ; index++)
        {
            int next = bytes[index..].IndexOfAny((byte)'C', (byte)'c');
            if (next < 0)
                return -1;

            index += next;
            int length = Math.Min(Name.Length, bytes.Length - index);
            if (Ascii.EqualsIgnoreCase(bytes.Slice(index, length), Name[..length]))
                return index;
        }
    }

    /// <summary>A header from its name on, as far as one may reach.</summary>
    private static ReadOnlySpan<byte> HeaderAt(ReadOnlySpan<byte> bytes, int name, out int end)
    {
        ReadOnlySpan<byte> reach = bytes.Slice(name, Math.Min(MostBytes, bytes.Length - name));
        end = EndOfHeader(reach);
        return end < 0 ? reach : reach[..end];
    }

    private static int LastIndexOfName(ReadOnlySpan<byte> bytes)
    {
        int index = bytes.Length - Name.Length;
        while (!Ascii.EqualsIgnoreCase(bytes.Slice(index, Name.Length), Name))
            index--;
        return index;
    }

    /// <summary>Takes in the lines of the same header before the one that gives the length.</summary>
    private static int StartOfHeaderLines(ReadOnlySpan<byte> before)
    {
        while (before.EndsWith("\n"u8))
        {
            int lineStart = before[..^1].LastIndexOf((byte)'\n') + 1;
            if (!before[lineStart..].StartsWith("Content-Type:"u8))
                break;
            before = before[..lineStart];
        }

        return before.Length;
    }

    private static int EndOfHeader(ReadOnlySpan<byte> bytes)
    {
        for (int line = 0; ;)
        {
            int length = bytes[line..].IndexOf((byte)'\n');
            if (length < 0)
                return -1;

            bool isEmpty = length == 0 || (length == 1 && bytes[line] == '\r');
            line += length + 1;
            if (isEmpty)
                return line;
        }
    }

    private static int ReadLength(ReadOnlySpan<byte> value)
    {
        value = value[..value.IndexOf((byte)'\n')].Trim(" \t\r"u8);
        return Utf8Parser.TryParse(value, out uint length, out int consumed) && consumed == value.Length && length <= MostBodyBytes
            ? (int)length
            : -1;
    }
}
