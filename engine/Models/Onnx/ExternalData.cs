using System.Text;
using LspCompletion.Engine.Files;
using Microsoft.Win32.SafeHandles;

namespace LspCompletion.Engine.Models.Onnx;

/// <summary>
/// Finds the files beside a graph in which tensors of it lie, wherever in it they are: among its weights, in attributes, in
/// the branches of a merged decoder, in functions. Only the frame of the graph's file is read
/// (https://protobuf.dev/programming-guides/encoding/): weights inside are skipped, however large.
/// </summary>
/// <remarks>
/// It must see what ONNX Runtime sees. So a file that isn't wholly understood is refused, groups, which no exporter writes,
/// included; and where a field stands twice, of which the last counts, both do.
/// </remarks>
internal sealed class ExternalData
{
    private const int BufferSize = 1 << 16;

    /// <summary>ONNX Runtime's own limit for messages in messages is about the same.</summary>
    private const int MostDepth = 100;

    private const int LongestText = 4096;

    private readonly string _path;
    private readonly SafeFileHandle _file;
    private readonly byte[] _buffer = new byte[BufferSize];
    private readonly HashSet<string> _locations = new(StringComparer.Ordinal);
    private long _bufferStart;
    private int _buffered;
    private long _position;

    private ExternalData(string path, SafeFileHandle file)
    {
        _path = path;
        _file = file;
    }

    /// <summary>The messages that a tensor may lie in, by the names of ONNX.</summary>
    private enum Message
    {
        Other,
        Model,
        TrainingInfo,
        Function,
        Graph,
        Node,
        Attribute,
        SparseTensor,
        Tensor,
        StringStringEntry,
    }

    /// <summary>The files, as the graph names them.</summary>
    /// <exception cref="EngineException">It can't be read, or is no graph.</exception>
    public static IReadOnlyCollection<string> In(string path)
    {
        try
        {
            using SafeFileHandle file = RegularFile.Open(path);
            ExternalData reader = new(path, file);
            reader.Read(Message.Model, RandomAccess.GetLength(file), depth: 0);
            return reader._locations;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new EngineException($"{path} can't be read ({exception.Message}); get it again.", exception);
        }
    }

    private static Message KindOf(Message parent, uint field) => (parent, field) switch
    {
        (Message.Model, 7) or (Message.TrainingInfo, 1 or 2) or (Message.Attribute, 6 or 11) => Message.Graph,
        (Message.Model, 20) => Message.TrainingInfo,
        (Message.Model, 25) => Message.Function,
        (Message.Graph, 1) or (Message.Function, 7) => Message.Node,
        (Message.Node, 5) or (Message.Function, 11) => Message.Attribute,
        (Message.Graph, 5) or (Message.Attribute, 5 or 10) or (Message.SparseTensor, 1 or 2) => Message.Tensor,
        (Message.Graph, 15) or (Message.Attribute, 22 or 23) => Message.SparseTensor,
        (Message.Tensor, 13) => Message.StringStringEntry,
        _ => Message.Other,
    };

    private void Read(Message kind, long end, int depth)
    {
        if (depth > MostDepth)
            throw Damaged("it is nested too deeply");

        bool isLocation = false;
        List<string> values = [];
        while (_position < end)
        {
            ulong tag = ReadNumber(end);
            uint field = (uint)(tag >> 3);
            if (tag > uint.MaxValue || field == 0)
                throw Damaged($"no field stands before byte {_position}");

            switch (tag & 7)
            {
                case 0:
                    ReadNumber(end);
                    break;
                case 1:
                    _position = EndOf(8, end);
                    break;
                case 2:
                    long fieldEnd = EndOf(ReadNumber(end), end);
                    if (kind == Message.StringStringEntry && field == 1)
                        isLocation |= ReadText(fieldEnd) == "location";
                    else if (kind == Message.StringStringEntry && field == 2)
                        values.Add(ReadText(fieldEnd));
                    else if (KindOf(kind, field) is not Message.Other and var inner)
                        Read(inner, fieldEnd, depth + 1);
                    _position = fieldEnd;
                    break;
                case 5:
                    _position = EndOf(4, end);
                    break;
                default:
                    throw Damaged($"a field of an unknown kind stands before byte {_position}");
            }
        }

        if (isLocation)
            _locations.UnionWith(values);
    }

    private long EndOf(ulong length, long end) => length <= (ulong)(end - _position)
        ? _position + (long)length
        : throw Damaged($"from byte {_position} on it has fewer bytes than it says");

    private ulong ReadNumber(long end)
    {
        ulong number = 0;
        for (int shift = 0; shift < 64 && _position < end; shift += 7)
        {
            byte next = ReadByte();
            number |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return number;
        }

        throw Damaged($"no number ends before byte {_position}");
    }

    private string ReadText(long end)
    {
        if (end - _position > LongestText)
            throw Damaged($"the name of a file at byte {_position} is too long");

        byte[] bytes = new byte[end - _position];
        for (int i = 0; i < bytes.Length; i++)
            bytes[i] = ReadByte();
        return Encoding.UTF8.GetString(bytes);
    }

    private byte ReadByte()
    {
        if (_position < _bufferStart || _position >= _bufferStart + _buffered)
        {
            _bufferStart = _position;
            _buffered = RandomAccess.Read(_file, _buffer, _position);
            if (_buffered == 0)
                throw Damaged("it was cut while it was read");
        }

        return _buffer[_position++ - _bufferStart];
    }

    private EngineException Damaged(string how) => new($"{_path} is no ONNX graph: {how}; get it again.");
}
