using System.Text.Json;

namespace LspCompletion.Engine.Models.Import;

/// <summary>
/// The ways in which text is cut before merging, which GGUF only names: what each name stands for is in llama.cpp
/// (https://github.com/ggml-org/llama.cpp, MIT), src/llama-vocab.cpp. Written as tokenizer.json has them.
/// </summary>
internal static class GgufPreTokenizers
{
    private const string Words = @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|";
    private const string Rest = @"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    /// <summary>The names that are known.</summary>
    public static IReadOnlyCollection<string> Names { get; } =
    [
        "gpt-2", "starcoder", "refact", "smollm", "codeshell", "command-r", "llama-bpe", "qwen2", "deepseek-r1-qwen",
        "deepseek-coder",
    ];

    /// <summary>Whether a piece that is a token is taken without merging.</summary>
    public static bool IgnoresMerges(string name) => name == "llama-bpe";

    /// <summary>Whether text is composed first (NFC).</summary>
    public static bool Composes(string name) => name is "qwen2" or "deepseek-r1-qwen";

    /// <summary>Writes the value of "pre_tokenizer".</summary>
    public static void Write(Utf8JsonWriter json, string name)
    {
        json.WriteStartObject();
        json.WriteString("type", "Sequence");
        json.WriteStartArray("pretokenizers");
        switch (name)
        {
            case "gpt-2":
                WriteByteLevel(json, usesPattern: true);
                break;
            case "llama-bpe":
                WriteSplit(json, Words + @"\p{N}{1,3}" + Rest);
                WriteByteLevel(json, usesPattern: false);
                break;
            case "qwen2" or "deepseek-r1-qwen":
                WriteSplit(json, Words + @"\p{N}" + Rest);
                WriteByteLevel(json, usesPattern: false);
                break;
            case "deepseek-coder":
                WriteSplit(json, @"[\r\n]");
                WriteSplit(json, @"\s?\p{L}+");
                WriteSplit(json, @"\s?\p{P}+");
                WriteSplit(json, "[一-龥ࠀ-一가-\uD7FF]+");
                WriteDigits(json);
                WriteByteLevel(json, usesPattern: false);
                break;
            default:
                WriteDigits(json);
                WriteByteLevel(json, usesPattern: true);
                break;
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteSplit(Utf8JsonWriter json, string pattern)
    {
        json.WriteStartObject();
        json.WriteString("type", "Split");
        json.WriteStartObject("pattern");
        json.WriteString("Regex", pattern);
        json.WriteEndObject();
        json.WriteString("behavior", "Isolated");
        json.WriteBoolean("invert", false);
        json.WriteEndObject();
    }

    private static void WriteDigits(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type", "Digits");
        json.WriteBoolean("individual_digits", true);
        json.WriteEndObject();
    }

    private static void WriteByteLevel(Utf8JsonWriter json, bool usesPattern)
    {
        json.WriteStartObject();
        json.WriteString("type", "ByteLevel");
        json.WriteBoolean("add_prefix_space", false);
        json.WriteBoolean("trim_offsets", true);
        json.WriteBoolean("use_regex", usesPattern);
        json.WriteEndObject();
    }
}
