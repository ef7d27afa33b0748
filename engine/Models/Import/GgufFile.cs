using LspCompletion.Engine.Files;

namespace LspCompletion.Engine.Models.Import;

/// <summary>
/// A GGUF file: metadata, and where its tensors lie. The format is that of ggml
/// (https://github.com/ggml-org/ggml/blob/master/docs/gguf.md, MIT), versions 2 and 3.
/// </summary>
internal sealed class GgufFile : IDisposable
{
    /// <summary>The letters GGUF.</summary>
    public const uint Magic = 0x46554747;

    private const int MostDimensions = 4;
    private const int DefaultAlignment = 32;

    private readonly FileStream _stream;
    private readonly Dictionary<string, object?> _metadata = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SourceTensor> _tensors = new(StringComparer.Ordinal);

    private GgufFile(FileStream stream, string path)
    {
        _stream = stream;
        Path = path;
    }

    /// <summary>Where the file lies.</summary>
    public string Path { get; }

    /// <summary>The tensors by name.</summary>
    public IReadOnlyDictionary<string, SourceTensor> Tensors => _tensors;

    /// <summary>Opens a file and reads its head.</summary>
    /// <exception cref="EngineException">It can't be read, is damaged, or has an encoding that isn't supported.</exception>
    public static GgufFile Open(string path)
    {
        try
        {
            var file = new GgufFile(new FileStream(RegularFile.Open(path), FileAccess.Read, bufferSize: 1 << 16), path);
            try
            {
                file.ReadHead();
                return file;
            }
            catch
            {
                file.Dispose();
                throw;
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new EngineException($"{path} can't be read ({exception.Message}); check the path.", exception);
        }
    }

    /// <summary>A text; null where there is none of this name.</summary>
    public string? OptionalText(string key) => _metadata.GetValueOrDefault(key) as string;

    /// <summary>A text.</summary>
    public string Text(string key) => OptionalText(key) ?? throw Lacks(key);

    /// <summary>A whole number greater than 0.</summary>
    public int Figure(string key) => OptionalFigure(key) ?? throw Lacks(key);

    /// <summary>A whole number greater than 0; null where there is none of this name.</summary>
    public int? OptionalFigure(string key) => Whole(key) is not { } number ? null
        : number is > 0 and <= int.MaxValue ? (int)number
        : throw new EngineException($"{Path} says that {key} is {number}, which makes no sense; get the file again.");

    /// <summary>A token's number; null where there is none of this name.</summary>
    public int? OptionalToken(string key) => Whole(key) is >= 0 and <= int.MaxValue and { } number ? (int)number : null;

    /// <summary>A number; null where there is none of this name.</summary>
    public double? OptionalNumber(string key) => _metadata.GetValueOrDefault(key) switch
    {
        double number => double.IsFinite(number) ? number : throw Lacks(key),
        long number => number,
        _ => null,
    };

    /// <summary>A number.</summary>
    public double Number(string key) => OptionalNumber(key) ?? throw Lacks(key);

    /// <summary>A truth; null where there is none of this name.</summary>
    public bool? OptionalFlag(string key) => _metadata.GetValueOrDefault(key) as bool?;

    /// <summary>A list of texts or numbers; null where there is none of this name.</summary>
    public T[]? OptionalList<T>(string key) => _metadata.GetValueOrDefault(key) as T[];

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    private EngineException Lacks(string key) =>
        new($"{Path} doesn't say {key}, or not as it should; convert the model again with a current llama.cpp.");

    private long? Whole(string key) => _metadata.GetValueOrDefault(key) as long?;

    private void ReadHead()
    {
        var reader = new GgufReader(_stream, Path);
        if (reader.ReadUInt32() != Magic)
            throw new EngineException($"{Path} is no GGUF file; give a model as GGUF, or a folder with a model.");

        uint version = reader.ReadUInt32();
        if (version is not (2 or 3))
        {
            string what = version is > 0 and <= 0xFFFF ? $"version {version}" : "for machines of the other byte order";
            throw new EngineException($"{Path} is GGUF {what}, and versions 2 and 3 are read; convert the model again.");
        }

        int tensorCount = reader.ReadCount(leastBytes: 8 + 4 + 8 + 4 + 8, "tensors");
        int valueCount = reader.ReadCount(leastBytes: 8 + 4 + 1, "values");
        for (int i = 0; i < valueCount; i++)
        {
            string key = reader.ReadName("a key");
            var type = (GgufType)reader.ReadUInt32();
            if (!_metadata.TryAdd(key, reader.ReadValue(type, key)))
                throw reader.Damaged($"the key {key} stands twice");
        }

        if (OptionalFigure("split.count") > 1)
        {
            throw new EngineException(
                $"{Path} is one part of several; put them together with `llama-gguf-split --merge` first.");
        }

        ReadTensors(reader, tensorCount);
    }

    private void ReadTensors(GgufReader reader, int count)
    {
        List<(string Name, long[] Shape, TensorEncoding Encoding, ulong Offset)> infos = [];
        for (int i = 0; i < count; i++)
        {
            string name = reader.ReadName("a tensor's name");
            infos.Add((name, ReadShape(reader, name), EncodingOf(reader.ReadUInt32(), name), reader.ReadUInt64()));
        }

        int alignment = OptionalFigure("general.alignment") ?? DefaultAlignment;
        long start = checked((reader.Position + alignment - 1) / alignment * alignment);
        foreach ((string name, long[] shape, TensorEncoding encoding, ulong offset) in infos)
        {
            if (shape[^1] % encoding.BlockLength() != 0)
                throw reader.Damaged($"a row of the tensor {name} has {shape[^1]} numbers, no whole blocks of {encoding}");
            if (offset > (ulong)_stream.Length)
                throw reader.Damaged($"the tensor {name} begins behind its end");

            var tensor = new SourceTensor(Path, _stream.SafeFileHandle, name, shape, encoding, start + (long)offset);
            if (tensor.ByteCount > _stream.Length - tensor.Offset)
            {
                throw reader.Damaged(
                    $"the tensor {name} reaches to byte {tensor.Offset + tensor.ByteCount} and the file has {_stream.Length}");
            }

            if (!_tensors.TryAdd(name, tensor))
                throw reader.Damaged($"the tensor {name} stands twice");
        }
    }

    // GGUF names the dimension that runs fastest first.
    private static long[] ReadShape(GgufReader reader, string name)
    {
        uint dimensions = reader.ReadUInt32();
        if (dimensions is 0 or > MostDimensions)
            throw reader.Damaged($"the tensor {name} has {dimensions} dimensions");

        long[] shape = new long[dimensions];
        ulong product = 1;
        const ulong Most = 1UL << 40;
        for (int i = shape.Length - 1; i >= 0; i--)
        {
            ulong size = reader.ReadUInt64();
            if (size is 0 or > int.MaxValue || size > Most / product)
                throw reader.Damaged($"the tensor {name} is of an impossible size");
            product *= size;
            shape[i] = (long)size;
        }

        return shape;
    }

    private TensorEncoding EncodingOf(uint type, string name) => type switch
    {
        0 => TensorEncoding.F32,
        1 => TensorEncoding.F16,
        2 => TensorEncoding.Q4_0,
        3 => TensorEncoding.Q4_1,
        6 => TensorEncoding.Q5_0,
        7 => TensorEncoding.Q5_1,
        8 => TensorEncoding.Q8_0,
        12 => TensorEncoding.Q4_K,
        13 => TensorEncoding.Q5_K,
        14 => TensorEncoding.Q6_K,
        30 => TensorEncoding.BF16,
        _ => throw new EngineException(
            $"{Path}: the tensor {name} is quantised as type {type}, and {string.Join(", ", Enum.GetNames<TensorEncoding>())} " +
            "are read; get the model in one of these, such as Q4_K_M or Q4_0."),
    };
}
