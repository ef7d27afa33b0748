using System.Buffers.Binary;
using System.Text;

namespace LspCompletion.Engine.Models.Import;

/// <summary>
/// Reads the numbers and texts of a GGUF file's head. Nothing is allocated that the rest of the file couldn't fill.
/// </summary>
internal sealed class GgufReader(Stream stream, string path)
{
    private readonly long _length = stream.Length;

    /// <summary>Bytes read so far.</summary>
    public long Position { get; private set; }

    private long Remaining => _length - Position;

    public uint ReadUInt32()
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        ReadExactly(bytes);
        return BinaryPrimitives.ReadUInt32LittleEndian(bytes);
    }

    public ulong ReadUInt64()
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        ReadExactly(bytes);
        return BinaryPrimitives.ReadUInt64LittleEndian(bytes);
    }

    /// <summary>Reads how many things follow.</summary>
    /// <param name="leastBytes">The fewest bytes that each takes.</param>
    /// <param name="what">What they are, for the error.</param>
    /// <exception cref="EngineException">The file is too short for them.</exception>
    public int ReadCount(int leastBytes, string what)
    {
        ulong count = ReadUInt64();
        if (count > (ulong)(Remaining / leastBytes) || count > int.MaxValue)
            throw Damaged($"it says that {count} {what} follow, and only {Remaining} bytes do");
        return (int)count;
    }

    public string ReadText(string what)
    {
        byte[] bytes = new byte[ReadCount(leastBytes: 1, $"bytes of {what}")];
        ReadExactly(bytes);
        return Encoding.UTF8.GetString(bytes);
    }

    /// <summary>Reads the name of a value or a tensor.</summary>
    public string ReadName(string what)
    {
        string name = ReadText(what);
        return FileText.IsName(name) ? name : throw Damaged($"{what} is \"{FileText.Quote(name)}\", which is no name");
    }

    /// <summary>
    /// Reads a value: a <see cref="string"/>, <see cref="bool"/>, <see cref="long"/> or <see cref="double"/>, or an
    /// array of strings, <see cref="float"/>s or <see cref="int"/>s. Null for arrays of other types, which nothing
    /// that is asked of a file uses.
    /// </summary>
    public object? ReadValue(GgufType type, string key)
    {
        switch (type)
        {
            case GgufType.Text:
                return ReadText(key);
            case GgufType.Array:
                return ReadArray((GgufType)ReadUInt32(), key);
            default:
                Span<byte> bytes = stackalloc byte[sizeof(ulong)];
                bytes = bytes[..SizeOf(type, key)];
                ReadExactly(bytes);
                return Number(type, bytes);
        }
    }

    /// <summary>The error for a file that isn't what it should be.</summary>
    public EngineException Damaged(string how) => new($"{path} is no whole GGUF file: {how}; get it again.");

    private object? ReadArray(GgufType type, string key)
    {
        if (type == GgufType.Text)
        {
            string[] texts = new string[ReadCount(sizeof(ulong), $"texts of {key}")];
            for (int i = 0; i < texts.Length; i++)
                texts[i] = ReadText(key);
            return texts;
        }

        int size = SizeOf(type, key);
        int count = ReadCount(size, $"numbers of {key}");
        if (type is not (GgufType.Int32 or GgufType.UInt32 or GgufType.Float32))
        {
            Skip((long)count * size);
            return null;
        }

        byte[] bytes = new byte[count * size];
        ReadExactly(bytes);
        if (type == GgufType.Float32)
        {
            float[] numbers = new float[count];
            Buffer.BlockCopy(bytes, 0, numbers, 0, bytes.Length);
            return numbers;
        }

        int[] integers = new int[count];
        Buffer.BlockCopy(bytes, 0, integers, 0, bytes.Length);
        return integers;
    }

    private int SizeOf(GgufType type, string key) => type switch
    {
        GgufType.UInt8 or GgufType.Int8 or GgufType.Bool => 1,
        GgufType.UInt16 or GgufType.Int16 => 2,
        GgufType.UInt32 or GgufType.Int32 or GgufType.Float32 => 4,
        GgufType.UInt64 or GgufType.Int64 or GgufType.Float64 => 8,
        _ => throw Damaged($"the value of {key} is of the unknown type {(uint)type}"),
    };

    private static object Number(GgufType type, ReadOnlySpan<byte> bytes) => type switch
    {
        GgufType.UInt8 => (long)bytes[0],
        GgufType.Int8 => (long)(sbyte)bytes[0],
        GgufType.Bool => bytes[0] != 0,
        GgufType.UInt16 => (long)BinaryPrimitives.ReadUInt16LittleEndian(bytes),
        GgufType.Int16 => (long)BinaryPrimitives.ReadInt16LittleEndian(bytes),
        GgufType.UInt32 => (long)BinaryPrimitives.ReadUInt32LittleEndian(bytes),
        GgufType.Int32 => (long)BinaryPrimitives.ReadInt32LittleEndian(bytes),
        GgufType.UInt64 or GgufType.Int64 => BinaryPrimitives.ReadInt64LittleEndian(bytes),
        GgufType.Float32 => (double)BinaryPrimitives.ReadSingleLittleEndian(bytes),
        _ => BinaryPrimitives.ReadDoubleLittleEndian(bytes),
    };

    private void ReadExactly(Span<byte> bytes)
    {
        if (bytes.Length > Remaining)
            throw Damaged($"it ends after {_length} bytes, within its head");
        stream.ReadExactly(bytes);
        Position += bytes.Length;
    }

    private void Skip(long bytes)
    {
        stream.Seek(bytes, SeekOrigin.Current);
        Position += bytes;
    }
}
