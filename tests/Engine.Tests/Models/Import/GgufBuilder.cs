using System.Text;
using LspCompletion.Engine.Models.Import;
using LspCompletion.Engine.Tokenization;
using LspCompletion.Tests;

namespace LspCompletion.Engine.Tests.Models.Import;

/// <summary>Writes GGUF files for tests.</summary>
internal sealed class GgufBuilder
{
    private const int Alignment = 32;

    private readonly List<(string Key, object Value)> _metadata = [];
    private readonly List<(string Name, long[] Shape, uint Type, byte[] Bytes)> _tensors = [];

    /// <summary>Adds a value: a string, a bool, an int, a float, or an array of strings, ints or floats.</summary>
    public GgufBuilder Set(string key, object value)
    {
        _metadata.RemoveAll(entry => entry.Key == key);
        _metadata.Add((key, value));
        return this;
    }

    public GgufBuilder Unset(string key)
    {
        _metadata.RemoveAll(entry => entry.Key == key);
        return this;
    }

    /// <summary>Adds a tensor, its shape with the dimension that runs fastest last.</summary>
    public GgufBuilder Add(string name, TensorEncoding encoding, ReadOnlySpan<byte> bytes, params long[] shape) =>
        Add(name, TypeOf(encoding), bytes, shape);

    public GgufBuilder Add(string name, uint type, ReadOnlySpan<byte> bytes, params long[] shape)
    {
        _tensors.RemoveAll(tensor => tensor.Name == name);
        _tensors.Add((name, shape, type, bytes.ToArray()));
        return this;
    }

    public GgufBuilder Remove(string name)
    {
        _tensors.RemoveAll(tensor => tensor.Name == name);
        return this;
    }

    public byte[] Bytes(string tensor) => _tensors.Single(entry => entry.Name == tensor).Bytes;

    /// <summary>Adds a byte-level tokenizer's vocabulary, as it stands in a tokenizer.json.</summary>
    public GgufBuilder SetTokenizer(string tokenizerPath, string preTokenizer)
    {
        TokenizerFile file = TokenizerFile.Read(tokenizerPath);
        (string[] tokens, int[] types) = Tokens(file);
        return Set("tokenizer.ggml.model", "gpt2")
            .Set("tokenizer.ggml.pre", preTokenizer)
            .Set("tokenizer.ggml.tokens", tokens)
            .Set("tokenizer.ggml.token_type", types)
            .Set("tokenizer.ggml.merges", file.Merges.ToArray());
    }

    /// <summary>Adds a SentencePiece vocabulary: the earlier a token's merge, the better its score.</summary>
    public GgufBuilder SetSentencePiece(string tokenizerPath)
    {
        TokenizerFile file = TokenizerFile.Read(tokenizerPath);
        (string[] tokens, int[] types) = Tokens(file);
        Dictionary<string, int> ranks = [];
        foreach (string merge in file.Merges)
            ranks.TryAdd(merge.Replace(" ", "", StringComparison.Ordinal), ranks.Count);
        for (int i = 0; i < tokens.Length; i++)
        {
            if (tokens[i].StartsWith("<0x", StringComparison.Ordinal))
                types[i] = 6;
        }

        return Set("tokenizer.ggml.model", "llama")
            .Set("tokenizer.ggml.tokens", tokens)
            .Set("tokenizer.ggml.token_type", types)
            .Set("tokenizer.ggml.scores", (float[])[.. tokens.Select(token => -(float)ranks.GetValueOrDefault(token, 1_000_000))]);
    }

    /// <summary>Adds a tokenizer of so many tokens that are nothing but themselves.</summary>
    public GgufBuilder SetAsciiTokenizer(TemporaryFolder folder, int tokens = 128) =>
        SetTokenizer(folder.Write("ascii.json", AsciiTokenizer.Json(tokens)), "gpt-2");

    public string Write(string path)
    {
        File.WriteAllBytes(path, Build());
        return path;
    }

    public byte[] Build()
    {
        using MemoryStream stream = new();
        using BinaryWriter writer = new(stream, Encoding.UTF8);
        writer.Write(GgufFile.Magic);
        writer.Write(3u);
        writer.Write((ulong)_tensors.Count);
        writer.Write((ulong)_metadata.Count);
        foreach ((string key, object value) in _metadata)
        {
            WriteText(writer, key);
            WriteValue(writer, value);
        }

        ulong offset = 0;
        foreach ((string name, long[] shape, uint type, byte[] bytes) in _tensors)
        {
            WriteText(writer, name);
            writer.Write((uint)shape.Length);
            foreach (long size in shape.Reverse())
                writer.Write((ulong)size);
            writer.Write(type);
            writer.Write(offset);
            offset += Padded(bytes.Length);
        }

        writer.Write(new byte[Padded((int)stream.Position) - (ulong)stream.Position]);
        foreach ((_, _, _, byte[] bytes) in _tensors)
        {
            writer.Write(bytes);
            writer.Write(new byte[Padded(bytes.Length) - (ulong)bytes.Length]);
        }

        writer.Flush();
        return stream.ToArray();
    }

    private static (string[] Tokens, int[] Types) Tokens(TokenizerFile file)
    {
        int count = 1 + Math.Max(
            file.Vocabulary.Max(entry => entry.Value), file.AddedTokens.Select(token => token.Id).DefaultIfEmpty().Max());
        string[] tokens = [.. Enumerable.Range(0, count).Select(i => $"[PAD{i}]")];
        int[] types = [.. Enumerable.Repeat(5, count)];
        foreach ((string token, int id) in file.Vocabulary)
            (tokens[id], types[id]) = (token, 1);
        foreach (AddedToken token in file.AddedTokens)
            (tokens[token.Id], types[token.Id]) = (token.Content, token.IsSpecial ? 3 : 4);
        return (tokens, types);
    }

    private static void WriteValue(BinaryWriter writer, object value)
    {
        switch (value)
        {
            case string text:
                writer.Write(8u);
                WriteText(writer, text);
                break;
            case bool flag:
                writer.Write(7u);
                writer.Write(flag);
                break;
            case int number:
                writer.Write(4u);
                writer.Write(number);
                break;
            case float number:
                writer.Write(6u);
                writer.Write(number);
                break;
            case string[] texts:
                WriteArrayHead(writer, 8, texts.Length);
                foreach (string text in texts)
                    WriteText(writer, text);
                break;
            case int[] numbers:
                WriteArrayHead(writer, 5, numbers.Length);
                foreach (int number in numbers)
                    writer.Write(number);
                break;
            case float[] numbers:
                WriteArrayHead(writer, 6, numbers.Length);
                foreach (float number in numbers)
                    writer.Write(number);
                break;
            default:
                throw new ArgumentException($"{value.GetType()} can't be written.", nameof(value));
        }
    }

    private static void WriteArrayHead(BinaryWriter writer, uint type, int count)
    {
        writer.Write(9u);
        writer.Write(type);
        writer.Write((ulong)count);
    }

    private static void WriteText(BinaryWriter writer, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        writer.Write((ulong)bytes.Length);
        writer.Write(bytes);
    }

    private static ulong Padded(int length) => (ulong)((length + Alignment - 1) / Alignment * Alignment);

    private static uint TypeOf(TensorEncoding encoding) => encoding switch
    {
        TensorEncoding.F32 => 0,
        TensorEncoding.F16 => 1,
        TensorEncoding.Q4_0 => 2,
        TensorEncoding.Q4_1 => 3,
        TensorEncoding.Q5_0 => 6,
        TensorEncoding.Q5_1 => 7,
        TensorEncoding.Q8_0 => 8,
        TensorEncoding.Q4_K => 12,
        TensorEncoding.Q5_K => 13,
        TensorEncoding.Q6_K => 14,
        TensorEncoding.BF16 => 30,
        _ => throw new ArgumentOutOfRangeException(nameof(encoding)),
    };
}
