namespace LspCompletion.Engine.Models.Import;

/// <summary>Gives each weight of a decoder its place in the file, and decides how it is stored there.</summary>
/// <param name="file">The file.</param>
/// <param name="precision">How weights are to be stored.</param>
internal sealed class DecoderStorage(WeightsFile file, WeightPrecision precision)
{
    /// <summary>Places all of a decoder.</summary>
    /// <param name="source">Its weights where they come from.</param>
    /// <param name="rotaryFrequencies">Angles for a position; null where positions have an embedding.</param>
    /// <param name="positions">How many positions the tables reach.</param>
    public StoredDecoder Place(SourceDecoder source, double[]? rotaryFrequencies, int positions)
    {
        StoredMatrix embedding = file.Add("embed", EdgeBits, source.Embedding);
        return new StoredDecoder
        {
            Embedding = embedding,
            Positions = source.Positions is { } table
                ? file.Add("positions", bits: 32, table.Select(positions, row => row)).Codes
                : null,
            Cosines = Table("rope.cos", Math.Cos),
            Sines = Table("rope.sin", Math.Sin),
            Layers = [.. source.Layers.Select((layer, i) => Place($"layers.{i}", layer))],
            FinalNorm = Place("final_norm", source.FinalNorm),
            Head = source.Head is { } head ? file.Add("head", EdgeBits, head) : embedding,
        };

        StoredTensor? Table(string name, Func<double, double> function) => rotaryFrequencies is null ? null : file.Add(
            name, positions, rotaryFrequencies.Length, (position, row) =>
            {
                for (int i = 0; i < row.Length; i++)
                    row[i] = (float)function(position * rotaryFrequencies[i]);
            });
    }

    // Few bits cost most where tokens come in and go out.
    private int EdgeBits => precision == WeightPrecision.Full ? 32 : 8;

    private int BitsFor(TensorEncoding encoding) => precision switch
    {
        WeightPrecision.Full => 32,
        WeightPrecision.EightBits => 8,
        WeightPrecision.FourBits => 4,
        _ => encoding.Bits() is > 4 and <= 8 ? 8 : 4,
    };

    private StoredLayer Place(string name, SourceLayer layer)
    {
        StoredLinear? packed = PlacePacked($"{name}.qkv", layer.Query, layer.Key, layer.Value);
        int keysFrom = layer.Query.Weight.Rows;
        int valuesFrom = keysFrom + layer.Key.Weight.Rows;
        return new StoredLayer
        {
            AttentionNorm = Place($"{name}.input_norm", layer.AttentionNorm),
            Packed = packed,
            Query = PartOf(packed, $"{name}.q", layer.Query, from: 0),
            Key = PartOf(packed, $"{name}.k", layer.Key, keysFrom),
            Value = PartOf(packed, $"{name}.v", layer.Value, valuesFrom),
            Output = Place($"{name}.o", layer.Output),
            FeedForwardNorm = Place($"{name}.post_norm", layer.FeedForwardNorm),
            Gate = layer.Gate is { } gate ? Place($"{name}.gate", gate) : null,
            Up = Place($"{name}.up", layer.Up),
            Down = Place($"{name}.down", layer.Down),
        };
    }

    private StoredLinear? PlacePacked(string name, params SourceLinear[] parts)
    {
        TensorEncoding encoding = parts[0].Weight.Tensor.Encoding;
        bool isUniform = parts.All(part =>
            BitsFor(part.Weight.Tensor.Encoding) == BitsFor(encoding)
            && part.Weight.Tensor.Encoding.HasOffsets() == encoding.HasOffsets()
            && part.Bias is null == parts[0].Bias is null);
        return isUniform
            ? new StoredLinear(
                file.Add(name, BitsFor(encoding), [.. parts.Select(part => part.Weight)]),
                file.Add($"{name}.bias", [.. parts.Select(part => part.Bias)]))
            : null;
    }

    private StoredLinear PartOf(StoredLinear? packed, string name, SourceLinear source, int from) => packed is null
        ? Place(name, source)
        : new StoredLinear(
            packed.Weight.Slice(name, from, source.Weight.Rows),
            packed.Bias?.Rows($"{name}.bias", from, source.Weight.Rows));

    private StoredLinear Place(string name, SourceLinear linear) => new(
        file.Add(name, BitsFor(linear.Weight.Tensor.Encoding), linear.Weight),
        linear.Bias is { } bias ? file.Add($"{name}.bias", bias) : null);

    private StoredNorm Place(string name, SourceNorm norm) => new(
        file.Add(name, norm.Weight), norm.Bias is { } bias ? file.Add($"{name}.bias", bias) : null);
}
