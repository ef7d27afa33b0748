using System.Text.Json.Nodes;
using LspCompletion.Engine.Models.Import;
using LspCompletion.Tests;

namespace LspCompletion.Engine.Tests.Models.Import;

/// <summary>The small checkpoints as GGUF, converted as llama.cpp's convert_hf_to_gguf.py does.</summary>
internal static class GgufModels
{
    private const int Heads = 4;

    public static GgufBuilder FromCheckpoint(TemporaryFolder folder, string family)
    {
        string source = RepositoryPaths.Fixture("models", "checkpoints", family);
        JsonNode configuration = JsonNode.Parse(File.ReadAllText(Path.Combine(source, "config.json")))!;
        Safetensors tensors = Safetensors.Read(Path.Combine(source, "model.safetensors"));
        string architecture = family switch
        {
            "mistral" => "llama",
            "gpt_bigcode" => "starcoder",
            _ => family,
        };

        bool isBigCode = family == "gpt_bigcode";
        int keyValueHeads = (int)configuration["num_key_value_heads"]!;
        GgufBuilder gguf = new GgufBuilder()
            .Set("general.architecture", architecture)
            .Set("general.name", $"tiny {family}")
            .Set($"{architecture}.context_length", 128)
            .Set($"{architecture}.embedding_length", 64)
            .Set($"{architecture}.block_count", 2)
            .Set($"{architecture}.feed_forward_length", isBigCode ? 256 : 128)
            .Set($"{architecture}.attention.head_count", Heads)
            .Set($"{architecture}.attention.head_count_kv", keyValueHeads)
            .Set("tokenizer.ggml.eos_token_id", 0);
        string epsilon = family is "starcoder2" or "gpt_bigcode" ? "layer_norm_epsilon" : "layer_norm_rms_epsilon";
        string ofFamily = isBigCode ? "layer_norm_epsilon" : family == "starcoder2" ? "norm_epsilon" : "rms_norm_eps";
        gguf.Set($"{architecture}.attention.{epsilon}", (float)configuration[ofFamily]!);
        if (!isBigCode)
            gguf.Set($"{architecture}.rope.freq_base", 10_000f).Set($"{architecture}.rope.dimension_count", 16);
        if (family == "granite")
            gguf.Set("granite.attention.scale", 1f).Set("granite.logit_scale", 1f).Set("granite.embedding_scale", 1f);

        foreach (string name in tensors.Names)
        {
            if (name == "lm_head.weight" && (bool?)configuration["tie_word_embeddings"] != false)
                continue;

            byte[] bytes = tensors.Bytes(name);
            long[] shape = tensors.Shape(name);
            string ggufName = NameOf(name);
            if (architecture is "llama" or "granite" && ggufName.Contains("attn_q", StringComparison.Ordinal))
                bytes = Interleave(bytes, shape, Heads);
            if (architecture is "llama" or "granite" && ggufName.Contains("attn_k", StringComparison.Ordinal))
                bytes = Interleave(bytes, shape, keyValueHeads);
            if (family == "gemma" && ggufName.Contains("norm", StringComparison.Ordinal))
                bytes = AddOne(bytes);
            gguf.Add(ggufName, TensorEncoding.F32, bytes, shape);
        }

        return gguf.SetAsciiTokenizer(folder);
    }

    private static string NameOf(string name)
    {
        (string From, string To)[] parts =
        [
            ("model.embed_tokens", "token_embd"), ("transformer.wte", "token_embd"), ("transformer.wpe", "position_embd"),
            ("model.norm", "output_norm"), ("transformer.ln_f", "output_norm"), ("lm_head", "output"),
            ("model.layers.", "blk."), ("transformer.h.", "blk."),
            ("input_layernorm", "attn_norm"), ("ln_1", "attn_norm"),
            ("post_attention_layernorm", "ffn_norm"), ("ln_2", "ffn_norm"),
            ("self_attn.q_proj", "attn_q"), ("self_attn.k_proj", "attn_k"), ("self_attn.v_proj", "attn_v"),
            ("self_attn.o_proj", "attn_output"), ("attn.c_attn", "attn_qkv"), ("attn.c_proj", "attn_output"),
            ("mlp.gate_proj", "ffn_gate"), ("mlp.up_proj", "ffn_up"), ("mlp.down_proj", "ffn_down"),
            ("mlp.c_fc", "ffn_up"), ("mlp.c_proj", "ffn_down"),
        ];
        return parts.Aggregate(name, (text, part) => text.Replace(part.From, part.To, StringComparison.Ordinal));
    }

    // weights.reshape(heads, 2, size / 2, ...).swapaxes(1, 2)
    public static byte[] Interleave(byte[] bytes, long[] shape, int heads)
    {
        int rows = (int)shape[0];
        int rowBytes = bytes.Length / rows;
        int size = rows / heads;
        byte[] result = new byte[bytes.Length];
        int to = 0;
        for (int head = 0; head < heads; head++)
        {
            for (int pair = 0; pair < size / 2; pair++)
            {
                foreach (int half in (int[])[0, 1])
                {
                    int from = (head * size) + (half * size / 2) + pair;
                    bytes.AsSpan(from * rowBytes, rowBytes).CopyTo(result.AsSpan(to++ * rowBytes));
                }
            }
        }

        return result;
    }

    private static byte[] AddOne(byte[] bytes)
    {
        float[] numbers = new float[bytes.Length / sizeof(float)];
        Buffer.BlockCopy(bytes, 0, numbers, 0, bytes.Length);
        byte[] result = new byte[bytes.Length];
        Buffer.BlockCopy(numbers.Select(number => number + 1).ToArray(), 0, result, 0, bytes.Length);
        return result;
    }
}
