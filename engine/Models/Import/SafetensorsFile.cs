using System.Buffers.Binary;
using System.Text.Json;
using LspCompletion.Engine.Files;

namespace LspCompletion.Engine.Models.Import;

/// <summary>
/// A file of the safetensors format (https://github.com/huggingface/safetensors, Apache-2.0): the length of a JSON
/// header, the header with each tensor's type, shape and place, and the bytes.
/// </summary>
internal sealed class SafetensorsFile : IDisposable
{
    /// <summary>The longest header that the format allows.</summary>
    private const long LongestHeader = 100_000_000;

    private const int MostDimensions = 8;

    private static readonly JsonDocumentOptions Options = new() { AllowDuplicateProperties = false };

    private readonly FileStream _stream;
    private readonly string _path;
    private readonly Dictionary<string, SourceTensor> _tensors = new(StringComparer.Ordinal);

    private SafetensorsFile(FileStream stream, string path)
    {
        _stream = stream;
        _path = path;
    }

    /// <summary>The tensors by name.</summary>
    public IReadOnlyDictionary<string, SourceTensor> Tensors => _tensors;

    /// <summary>Opens a file and reads its header.</summary>
    /// <exception cref="EngineException">It can't be read, is damaged, or has a type that isn't supported.</exception>
    public static SafetensorsFile Open(string path)
    {
        try
        {
            var file = new SafetensorsFile(new FileStream(RegularFile.Open(path), FileAccess.Read, bufferSize: 0), path);
            try
            {
                file.ReadHeader();
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
            throw new EngineException($"{path} can't be read ({exception.Message}); get the model again.", exception);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    private void ReadHeader()
    {
        Span<byte> lengthBytes = stackalloc byte[sizeof(ulong)];
        if (_stream.Length < lengthBytes.Length)
            throw Damaged("it has no header");
        _stream.ReadExactly(lengthBytes);

        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(lengthBytes);
        if (length > LongestHeader || (long)length > _stream.Length - lengthBytes.Length)
            throw Damaged($"its header should have {length} bytes, which it hasn't");

        byte[] header = new byte[length];
        _stream.ReadExactly(header);
        try
        {
            using JsonDocument document = JsonDocument.Parse(header, Options);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw Damaged("its header is no JSON object");
            ReadTensors(document.RootElement, start: lengthBytes.Length + (long)length);
        }
        catch (JsonException exception)
        {
            throw Damaged($"its header is not JSON ({exception.Message})");
        }
        catch (InvalidOperationException exception)
        {
            // The text of a name, of which some bytes are no UTF-8.
            throw Damaged($"its header is not text ({exception.Message})");
        }
    }

    private void ReadTensors(JsonElement header, long start)
    {
        foreach (JsonProperty entry in header.EnumerateObject())
        {
            if (!FileText.IsName(entry.Name))
                throw Damaged($"its header names a tensor \"{FileText.Quote(entry.Name)}\"");
            if (entry.Name != "__metadata__")
                _tensors.Add(entry.Name, ReadTensor(entry.Name, entry.Value, start));
        }

        SourceTensor? before = null;
        foreach (SourceTensor tensor in _tensors.Values.OrderBy(tensor => tensor.Offset).ThenBy(tensor => tensor.ByteCount))
        {
            if (before is not null && tensor.Offset < before.Offset + before.ByteCount)
                throw Damaged($"the tensors {before.Name} and {tensor.Name} overlap");
            before = tensor;
        }
    }

    private SourceTensor ReadTensor(string name, JsonElement entry, long start)
    {
        if (entry.ValueKind != JsonValueKind.Object
            || !entry.TryGetProperty("dtype", out JsonElement type) || type.ValueKind != JsonValueKind.String
            || !entry.TryGetProperty("shape", out JsonElement shape) || Numbers(shape) is not { Length: <= MostDimensions } sizes
            || !entry.TryGetProperty("data_offsets", out JsonElement place) || Numbers(place) is not [long from, long to])
        {
            throw Damaged($"its header doesn't say of the tensor {name} what it should");
        }

        TensorEncoding encoding = EncodingOf(type.GetString()!, name);
        var tensor = new SourceTensor(_path, _stream.SafeFileHandle, name, sizes, encoding, start + from);
        Int128 bytes = encoding.BlockBytes();
        foreach (long size in sizes)
            bytes = Math.Min((long)bytes, _stream.Length + 1) * (Int128)size;
        if (from > to || to > _stream.Length - start || bytes != to - from)
        {
            throw Damaged(
                $"its header says that the tensor {name} lies from {from} to {to}, which doesn't fit its shape " +
                $"[{string.Join(", ", sizes)}] or the file");
        }

        return tensor;
    }

    private static long[]? Numbers(JsonElement list)
    {
        if (list.ValueKind != JsonValueKind.Array)
            return null;

        long[] numbers = new long[list.GetArrayLength()];
        int i = 0;
        foreach (JsonElement element in list.EnumerateArray())
        {
            if (element.ValueKind != JsonValueKind.Number || !element.TryGetInt64(out numbers[i]) || numbers[i++] < 0)
                return null;
        }

        return numbers;
    }

    private TensorEncoding EncodingOf(string type, string name) => type switch
    {
        "F32" => TensorEncoding.F32,
        "F16" => TensorEncoding.F16,
        "BF16" => TensorEncoding.BF16,
        _ => throw new EngineException(
            $"{_path}: the tensor {name} is of the type {FileText.Quote(type)}, and F32, F16 and BF16 are read; " +
            "get the model in one of these, or as GGUF."),
    };

    private EngineException Damaged(string how) =>
        new($"{_path} is no whole safetensors file: {how.ReplaceLineEndings(" ")}; get it again.");
}
