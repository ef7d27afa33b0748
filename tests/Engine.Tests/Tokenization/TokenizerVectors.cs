using System.Collections.Concurrent;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using LspCompletion.Engine.Tokenization;
using LspCompletion.Tests;

namespace LspCompletion.Engine.Tests.Tokenization;

/// <summary>The vectors under tests/Fixtures/Tokenizers: texts, and what Hugging Face's tokenizers make of them.</summary>
internal sealed class TokenizerVectors
{
    private static readonly ConcurrentDictionary<string, Lazy<TokenizerVectors>> Loaded = new();

    private TokenizerVectors(string name)
    {
        Tokenizer = ModelTokenizer.Load(PathOf(name));
        using JsonDocument expected = ReadJson(RepositoryPaths.Fixture("Tokenizers", name, "expected.json"));
        Ids = [.. expected.RootElement.GetProperty("ids").EnumerateArray()
            .Select(ids => ids.EnumerateArray().Select(id => id.GetInt32()).ToArray())];
        string[] decoded = [.. Texts];
        foreach (JsonProperty differing in expected.RootElement.GetProperty("decoded_differs").EnumerateObject())
            decoded[int.Parse(differing.Name, CultureInfo.InvariantCulture)] = differing.Value.GetString()!;
        Decoded = decoded;
    }

    /// <summary>Each vocabulary's name, for theories.</summary>
    public static TheoryData<string> Names { get; } =
    [
        "codellama", "deepseek-coder", "default", "gpt2", "llama3", "o200k", "qwen2", "qwen2.5-coder", "starcoder",
    ];

    /// <summary>The texts of all vocabularies.</summary>
    public static IReadOnlyList<string> Texts { get; } = ReadTexts();

    public ModelTokenizer Tokenizer { get; }

    /// <summary>The expected tokens of each text.</summary>
    public IReadOnlyList<int[]> Ids { get; }

    /// <summary>What Hugging Face decodes from them.</summary>
    public IReadOnlyList<string> Decoded { get; }

    public static TokenizerVectors Get(string name) =>
        Loaded.GetOrAdd(name, key => new(() => new TokenizerVectors(key))).Value;

    /// <summary>The tokenizer.json of a vocabulary; a large one is kept compressed and is unpacked for the test.</summary>
    public static string PathOf(string name)
    {
        if (name == "default")
            return Path.Combine(RepositoryPaths.Root, "models", "default", "tokenizer.json");

        string path = RepositoryPaths.Fixture("Tokenizers", name, "tokenizer.json");
        if (File.Exists(path))
            return path;

        string unpacked = Path.Combine(Directory.CreateTempSubdirectory("tokenizer").FullName, "tokenizer.json");
        using var compressed = new GZipStream(File.OpenRead(path + ".gz"), CompressionMode.Decompress);
        using FileStream target = File.Create(unpacked);
        compressed.CopyTo(target);
        return unpacked;
    }

    /// <summary>The tokens of a text.</summary>
    public List<int> Encode(ReadOnlySpan<char> text)
    {
        List<int> ids = [];
        Tokenizer.Encode(text, ids);
        return ids;
    }

    /// <summary>The bytes of a token sequence's text.</summary>
    public byte[] BytesOf(IEnumerable<int> ids) => [.. ids.SelectMany(id => Tokenizer.GetBytes(id).ToArray())];

    /// <summary>The text of a token sequence, decoded at once.</summary>
    public string TextOf(IEnumerable<int> ids) => Encoding.UTF8.GetString(BytesOf(ids));

    private static string[] ReadTexts()
    {
        using JsonDocument texts = ReadJson(RepositoryPaths.Fixture("Tokenizers", "texts.json"));
        return [.. texts.RootElement.EnumerateArray().Select(text => text.GetString()!)];
    }

    private static JsonDocument ReadJson(string path) => JsonDocument.Parse(File.ReadAllBytes(path));
}
