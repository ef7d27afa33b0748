using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json.Nodes;
using LspCompletion.Tests;

namespace LspCompletion.Engine.Tests.Models.Import;

/// <summary>Checkpoints that are damaged or contradict themselves: one line, and nothing left.</summary>
public sealed class HostileCheckpointTests : IDisposable
{
    private const string Weight = "model.layers.1.mlp.up_proj.weight";

    private readonly TemporaryFolder _folder = new();
    private readonly string _source;
    private readonly string _weights;

    public HostileCheckpointTests()
    {
        _source = ImportedModel.CopyCheckpoint(_folder, "llama");
        _weights = Path.Combine(_source, "model.safetensors");
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0, "has no header")]
    [InlineData(5, "has no header")]
    [InlineData(100, "its header should have")]
    [InlineData(200_000, "doesn't fit its shape", "or the file")]
    public void Cut(int length, params string[] parts)
    {
        using (FileStream stream = File.OpenWrite(_weights))
            stream.SetLength(length);

        Hostile.AssertRefused(_folder, _source, ["model.safetensors", .. parts]);
    }

    [Theory]
    [InlineData("[0,40960]", "[0,40959]", "lm_head.weight", "doesn't fit its shape")]
    [InlineData("[0,40960]", "[9,40960]", "lm_head.weight")]
    [InlineData("[0,40960]", "[-1,4095]", "lm_head.weight", "doesn't say")]
    [InlineData("[0,40960]", "[40960,0]", "lm_head.weight")]
    [InlineData("[0,40960]", "[1,40961]", "overlap")]
    [InlineData("[0,40960]", "\"0,4096\"", "doesn't say")]
    [InlineData("[160,64]", "[320,32]", "lm_head.weight", "[320, 32]", "[160, 64]")]
    [InlineData("\"F32\"", "\"I32\"", "of the type I32", "F32, F16 and BF16")]
    [InlineData("\"F32\"", "\"F8_\"", "of the type F8_")]
    [InlineData("\"F32\"", "\"F16\"", "doesn't fit its shape")]
    [InlineData("{\"", "[\"", "not JSON")]
    [InlineData("\"lm_head.weight\"", "\"lm_head.\\uDC00\"", "not text")]
    public void A_header_that_lies(string text, string replacement, params string[] parts)
    {
        byte[] bytes = File.ReadAllBytes(_weights);
        string header = Encoding.Latin1.GetString(bytes, 0, 4096);
        int at = header.IndexOf("\"lm_head.weight\"", StringComparison.Ordinal);
        at = text == "{\"" ? header.IndexOf(text, StringComparison.Ordinal) : header.IndexOf(text, at, StringComparison.Ordinal);
        Encoding.Latin1.GetBytes(replacement.PadRight(text.Length), bytes.AsSpan(at, text.Length));
        File.WriteAllBytes(_weights, bytes);

        Hostile.AssertRefused(_folder, _source, parts);
    }

    [Theory]
    [InlineData("hidden_size", "128", "is [160, 64]", "[160, 128]")]
    [InlineData("vocab_size", "161", "[161, 64]")]
    [InlineData("num_hidden_layers", "3", "lacks the tensor model.layers.2.")]
    [InlineData("num_hidden_layers", "1", "has no use for", "model.layers.1.")]
    [InlineData("num_attention_heads", "8", "q_proj.weight is [64, 64]", "[128, 64]")]
    [InlineData("num_attention_heads", "3", "equal groups of heads")]
    [InlineData("num_attention_heads", "2000000000", "2000000000 heads", "up to 1024")]
    [InlineData("num_key_value_heads", "1", "k_proj.weight is [32, 64]", "[16, 64]")]
    [InlineData("head_dim", "1000000000", "1000000000 numbers in a head")]
    [InlineData("intermediate_size", "256", "[256, 64]")]
    [InlineData("intermediate_size", "0", "not a whole number greater than 0")]
    [InlineData("rope_theta", "1e999", "rotary base")]
    [InlineData("rope_theta", "-1", "rotary base")]
    [InlineData("rms_norm_eps", "\"small\"", "$.rms_norm_eps is not a number")]
    [InlineData("hidden_act", "\"relu2\"", "the activation relu2", "supported")]
    [InlineData("rope_scaling", "{\"rope_type\":\"yarn\",\"factor\":4}", "rope_scaling of the kind yarn")]
    [InlineData("rope_scaling", "{\"rope_type\":\"llama3\",\"factor\":4}", "without a number low_freq_factor")]
    [InlineData("quantization_config", "{\"quant_method\":\"gptq\"}", "quantised already")]
    [InlineData("model_type", "\"mamba\"", "of the family mamba", "llama, mistral")]
    [InlineData("model_type", "\"gpt_bigcode\"", "lacks the tensor transformer.")]
    public void A_configuration_that_contradicts_the_tensors_or_is_of_no_known_kind(
        string name, string value, params string[] parts)
    {
        string path = Path.Combine(_source, "config.json");
        JsonObject configuration = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        configuration.Remove(name);
        string text = configuration.ToJsonString();
        File.WriteAllText(path, $"{text[..^1]},\"{name}\":{value}}}");

        Hostile.AssertRefused(_folder, _source, parts);
    }

    [Theory]
    [InlineData(Weight)]
    [InlineData("model.norm.weight")]
    [InlineData("lm_head.weight")]
    public void A_tensor_that_is_missing(string name)
    {
        Change(tensors => tensors.Remove(name));

        Hostile.AssertRefused(_folder, _source, $"lacks the tensor {name}");
    }

    [Theory]
    [InlineData(Weight, float.NaN)]
    [InlineData(Weight, float.PositiveInfinity)]
    [InlineData("model.embed_tokens.weight", float.NaN)]
    [InlineData("model.layers.0.input_layernorm.weight", float.NegativeInfinity)]
    public void A_number_that_is_none(string name, float number)
    {
        Change(tensors => MemoryMarshal.Cast<byte, float>(tensors.Bytes(name).AsSpan())[^1] = number);

        Hostile.AssertRefused(_folder, _source, name, "infinite or none at all");
    }

    [Fact]
    public void A_tokenizer_of_another_model()
    {
        File.WriteAllText(Path.Combine(_source, "tokenizer.json"), AsciiTokenizer.Json(tokens: 161));

        Hostile.AssertRefused(_folder, _source, "161 tokens", "160 rows", "different models");
    }

    [Theory]
    [InlineData("tokenizer.json", "has no tokenizer.json")]
    [InlineData("config.json", "config.json can't be read")]
    public void A_file_that_is_missing(string name, string part)
    {
        File.Delete(Path.Combine(_source, name));

        Hostile.AssertRefused(_folder, _source, part);
    }

    [Theory]
    [InlineData("{\"weight_map\":{\"a\":\"../model.safetensors\"}}", "outside of its folder")]
    [InlineData("{\"weight_map\":{\"a\":\"gone.safetensors\"}}", "gone.safetensors can't be read")]
    [InlineData("{\"weight_map\":[]}", "doesn't list files")]
    [InlineData("{", "doesn't list files")]
    public void An_index_that_lies(string index, string part)
    {
        File.WriteAllText(Path.Combine(_source, "model.safetensors.index.json"), index);

        Hostile.AssertRefused(_folder, _source, part);
    }

    [Fact]
    public void Memory_does_not_grow_with_the_model()
    {
        // Zeros that take no room on the disk: a vocabulary of 400,000 times 64 in 32 bits is 102 MB a matrix.
        const int Tokens = 400_000;
        Change(tensors =>
        {
            tensors.Remove("lm_head.weight");
            tensors.Remove("model.embed_tokens.weight");
        });
        AppendZeros(_weights, "model.embed_tokens.weight", Tokens, 64);
        string path = Path.Combine(_source, "config.json");
        File.WriteAllText(path, File.ReadAllText(path)
            .Replace("\"vocab_size\": 160", $"\"vocab_size\": {Tokens}", StringComparison.Ordinal)
            .Replace("\"tie_word_embeddings\": false", "\"tie_word_embeddings\": true", StringComparison.Ordinal));

        Assert.InRange(Allocation.LeastOf(rounds: 1, () => ImportedModel.Import(_folder, _source)), 1, 24_000_000);
    }

    private void Change(Action<Safetensors> change)
    {
        Safetensors tensors = Safetensors.Read(_weights);
        change(tensors);
        tensors.Write(_weights);
    }

    private static void AppendZeros(string path, string name, int rows, int columns)
    {
        byte[] bytes = File.ReadAllBytes(path);
        int length = BitConverter.ToInt32(bytes);
        int data = bytes.Length - 8 - length;
        long size = (long)rows * columns * sizeof(float);
        string header = Encoding.UTF8.GetString(bytes, 8, length);
        header = $"{header[..^1]},\"{name}\":{{\"dtype\":\"F32\",\"shape\":[{rows},{columns}],\"data_offsets\":[{data},{data + size}]}}}}";
        byte[] json = Encoding.UTF8.GetBytes(header);
        using FileStream stream = File.Create(path);
        stream.Write(BitConverter.GetBytes((long)json.Length));
        stream.Write(json);
        stream.Write(bytes.AsSpan(8 + length));
        stream.SetLength(8 + json.Length + data + size);
    }
}
