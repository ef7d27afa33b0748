using System.Text.Json;
using LspCompletion.Tests;

namespace LspCompletion.EndToEnd.Tests;

/// <summary>A checkpoint of 537 MB of random weights in BF16, Llama's family; its largest tensor has 34 MB.</summary>
internal static class LargeCheckpoint
{
    /// <summary>The bytes of the largest tensor: the embedding.</summary>
    public const long LargestTensorBytes = 2L * Vocabulary * Hidden;

    private const int Hidden = 1024;
    private const int FeedForward = 4096;
    private const int Layers = 15;
    private const int Vocabulary = 16_384;

    /// <summary>Writes one.</summary>
    /// <returns>Its folder, which is the one that is given, and the bytes of its weights.</returns>
    public static long Write(string folder)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "tokenizer.json"), AsciiTokenizer.Json());
        File.WriteAllText(Path.Combine(folder, "config.json"), JsonSerializer.Serialize(new
        {
            model_type = "llama",
            hidden_size = Hidden,
            intermediate_size = FeedForward,
            num_hidden_layers = Layers,
            num_attention_heads = 16,
            num_key_value_heads = 16,
            vocab_size = Vocabulary,
            max_position_embeddings = 2048,
            tie_word_embeddings = true,
        }));
        return WriteWeights(Path.Combine(folder, "model.safetensors"));
    }

    private static long WriteWeights(string path)
    {
        Dictionary<string, object> header = [];
        long end = 0;
        foreach ((string name, int[] shape) in Tensors())
        {
            long start = end;
            end += shape.Aggregate(2L, (bytes, size) => bytes * size);
            header.Add(name, new { dtype = "BF16", shape, data_offsets = (long[])[start, end] });
        }

        byte[] json = JsonSerializer.SerializeToUtf8Bytes(header);
        using FileStream file = File.Create(path);
        file.Write(BitConverter.GetBytes((long)json.Length));
        file.Write(json);

        // Numbers around a twentieth, of either sign: the upper byte is sign and exponent.
        var random = new Random(1);
        byte[] numbers = new byte[1 << 20];
        for (long left = end; left > 0; left -= numbers.Length)
        {
            random.NextBytes(numbers);
            for (int i = 1; i < numbers.Length; i += 2)
                numbers[i] = (byte)((numbers[i] & 0x80) | 0x3D);
            file.Write(numbers.AsSpan(0, (int)Math.Min(left, numbers.Length)));
        }

        return end;
    }

    private static IEnumerable<(string Name, int[] Shape)> Tensors()
    {
        yield return ("model.embed_tokens.weight", [Vocabulary, Hidden]);
        yield return ("model.norm.weight", [Hidden]);
        for (int i = 0; i < Layers; i++)
        {
            string layer = $"model.layers.{i}";
            yield return ($"{layer}.input_layernorm.weight", [Hidden]);
            yield return ($"{layer}.post_attention_layernorm.weight", [Hidden]);
            foreach (string matrix in (string[])["q", "k", "v", "o"])
                yield return ($"{layer}.self_attn.{matrix}_proj.weight", [Hidden, Hidden]);
            yield return ($"{layer}.mlp.gate_proj.weight", [FeedForward, Hidden]);
            yield return ($"{layer}.mlp.up_proj.weight", [FeedForward, Hidden]);
            yield return ($"{layer}.mlp.down_proj.weight", [Hidden, FeedForward]);
        }
    }
}
