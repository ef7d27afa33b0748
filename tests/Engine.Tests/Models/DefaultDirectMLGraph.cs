using Google.Protobuf;
using LspCompletion.Engine.Models;
using LspCompletion.Engine.Models.Import;
using LspCompletion.Engine.Models.Onnx;
using LspCompletion.Tests;

namespace LspCompletion.Engine.Tests.Models;

/// <summary>
/// Writes the default model's graph for DirectML over the weights that lie in its graph for the CPU, so that there is but
/// one copy of them.
/// </summary>
internal static class DefaultDirectMLGraph
{
    private const string CpuName = "model.onnx";
    private const int InitializerField = 5;
    private const int GraphField = 7;
    private const int NameField = 8;
    private const int RawDataField = 9;

    private static readonly ModelManifest Manifest = ModelDirectory.Open(Folder).Manifest;

    public static string Folder => Path.Combine(RepositoryPaths.Root, "models", "default");

    public static string CpuPath => Path.Combine(Folder, CpuName);

    /// <summary>Puts the graph together.</summary>
    /// <param name="capacity">Tokens that a cache holds.</param>
    /// <param name="type">What it computes in.</param>
    public static ModelProto Build(int capacity, TensorProto.Types.DataType type)
    {
        ModelArchitecture figures = Manifest.Architecture;
        DecoderDescription description = new()
        {
            Architecture = figures,
            ContextLength = Manifest.ContextLength,
            NormEpsilon = 1e-5f,
            Activation = Activation.Silu,
            AttentionScale = 1 / MathF.Sqrt(figures.HeadSize),
            RotaryFrequencies = RotaryFrequencies.Plain(figures.RotaryBase!.Value, figures.HeadSize),
        };
        return new StaticCacheGraph(description, Weights(figures), CpuName, capacity, type).Build();
    }

    private static StoredDecoder Weights(ModelArchitecture figures)
    {
        Dictionary<string, TensorProto> tensors = OnnxFile.Read(CpuPath).Graph.Initializer.ToDictionary(tensor => tensor.Name);
        Dictionary<string, long> places = FindRawData();
        StoredMatrix embedding = Matrix("embed", figures.VocabularySize, figures.HiddenSize, bits: 8);
        return new StoredDecoder
        {
            Embedding = embedding,
            Head = embedding,
            Cosines = Stored("rope.cos"),
            Sines = Stored("rope.sin"),
            Layers = [.. Enumerable.Range(0, figures.Layers).Select(Layer)],
            FinalNorm = Norm("final_norm"),
        };

        StoredLayer Layer(int index)
        {
            string layer = $"layers.{index}";
            int queries = figures.Heads * figures.HeadSize;
            int keys = figures.KeyValueHeads * figures.HeadSize;
            StoredMatrix packed = Matrix($"{layer}.qkv", queries + (2 * keys), figures.HiddenSize, bits: 4);
            return new StoredLayer
            {
                AttentionNorm = Norm($"{layer}.input_norm"),
                Query = new(packed.Slice($"{layer}.q", 0, queries), Bias: null),
                Key = new(packed.Slice($"{layer}.k", queries, keys), Bias: null),
                Value = new(packed.Slice($"{layer}.v", queries + keys, keys), Bias: null),
                Output = new(Matrix($"{layer}.o", figures.HiddenSize, queries, bits: 4), Bias: null),
                FeedForwardNorm = Norm($"{layer}.post_norm"),
                Gate = new(Matrix($"{layer}.gate", figures.FeedForwardSize, figures.HiddenSize, bits: 4), Bias: null),
                Up = new(Matrix($"{layer}.up", figures.FeedForwardSize, figures.HiddenSize, bits: 4), Bias: null),
                Down = new(Matrix($"{layer}.down", figures.HiddenSize, figures.FeedForwardSize, bits: 4), Bias: null),
            };
        }

        StoredNorm Norm(string name) => new(Stored(name), Bias: null);

        StoredMatrix Matrix(string name, int rows, int columns, int bits)
        {
            StoredTensor scales = Stored($"{name}.scales");
            return new StoredMatrix
            {
                Name = name,
                Rows = rows,
                Columns = columns,
                Bits = bits,
                Codes = Stored($"{name}.weight_q{bits}"),
                Scales = scales with { Shape = [rows, StoredMatrix.BlocksOf(columns)] },
            };
        }

        StoredTensor Stored(string name)
        {
            TensorProto tensor = tensors[name];
            return new StoredTensor(
                name, (TensorProto.Types.DataType)tensor.DataType, [.. tensor.Dims], places[name], tensor.RawData.Length);
        }
    }

    /// <summary>Where in the file each initializer's bytes begin.</summary>
    private static Dictionary<string, long> FindRawData()
    {
        byte[] file = File.ReadAllBytes(CpuPath);
        Dictionary<string, long> places = [];
        foreach ((int field, int start, int length) in Fields(file, 0, file.Length).Where(entry => entry.Field == GraphField))
        {
            foreach ((int _, int from, int size) in Fields(file, start, length).Where(entry => entry.Field == InitializerField))
            {
                (int Field, int Start, int Length)[] parts = [.. Fields(file, from, size)];
                (int _, int nameStart, int nameLength) = parts.Single(part => part.Field == NameField);
                places.Add(
                    System.Text.Encoding.UTF8.GetString(file, nameStart, nameLength),
                    parts.Single(part => part.Field == RawDataField).Start);
            }
        }

        return places;
    }

    // The fields of a message that have a length: tag, length, bytes.
    private static IEnumerable<(int Field, int Start, int Length)> Fields(byte[] file, int start, int length)
    {
        CodedInputStream input = new(file, start, length);
        while (input.ReadTag() is not 0 and { } tag)
        {
            if (WireFormat.GetTagWireType(tag) != WireFormat.WireType.LengthDelimited)
            {
                input.SkipLastField();
                continue;
            }

            int size = input.ReadLength();
            int at = (int)input.Position;
            yield return (WireFormat.GetTagFieldNumber(tag), at, size);
            input.Dispose();
            input = new CodedInputStream(file, at + size, start + length - at - size);
            length -= at + size - start;
            start = at + size;
        }
    }
}
