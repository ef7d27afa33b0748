using System.Text.Encodings.Web;
using System.Text.Json;

namespace LspCompletion.Engine.Models.Import;

/// <summary>The tokenizer inside a GGUF file, written out as Hugging Face's tokenizer.json.</summary>
internal sealed class GgufTokenizer
{
    private const string Prefix = "tokenizer.ggml.";

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Keys that name a token at which a text ends.</summary>
    private static readonly string[] EndKeys = ["eos_token_id", "eot_token_id", "eom_token_id"];

    private readonly GgufFile _file;
    private readonly string[] _tokens;
    private readonly GgufTokenType[] _types;
    private readonly bool _isSentencePiece;
    private readonly string _preTokenizer;

    /// <exception cref="EngineException">There is none, or none of a kind that is supported.</exception>
    public GgufTokenizer(GgufFile file)
    {
        _file = file;
        string kind = file.Text(Prefix + "model");
        _isSentencePiece = kind == "llama";
        if (kind is not ("llama" or "gpt2"))
        {
            throw new EngineException(
                $"The tokenizer in {file.Path} is of the kind {FileText.Quote(kind)}, and gpt2 and llama are supported; choose another model.");
        }

        _tokens = List<string>("tokens", length: null);
        int[] types = List<int>("token_type", _tokens.Length);
        _types = [.. types.Select(type => (GgufTokenType)type)];
        _preTokenizer = file.OptionalText(Prefix + "pre") ?? "";
        if (!_isSentencePiece && !GgufPreTokenizers.Names.Contains(_preTokenizer))
        {
            throw new EngineException(
                $"The tokenizer in {file.Path} cuts text as \"{FileText.Quote(_preTokenizer)}\", and {string.Join(", ", GgufPreTokenizers.Names)} " +
                "are supported; convert the model again with a current llama.cpp, or choose another one.");
        }
    }

    /// <summary>Tokens that end a text.</summary>
    public IReadOnlyList<int> StopTokenIds =>
        [.. EndKeys.Select(key => _file.OptionalToken(Prefix + key)).OfType<int>().Distinct()];

    /// <summary>Writes the file.</summary>
    public void Write(string path)
    {
        using FileStream stream = File.Create(path);
        using var json = new Utf8JsonWriter(stream, Options);
        json.WriteStartObject();
        json.WriteString("version", "1.0");
        WriteAddedTokens(json);
        WriteNormalizer(json);
        json.WritePropertyName("pre_tokenizer");
        if (_isSentencePiece)
            json.WriteNullValue();
        else
            GgufPreTokenizers.Write(json, _preTokenizer);
        WriteModel(json);
        json.WriteEndObject();
    }

    private T[] List<T>(string key, int? length)
    {
        T[] list = _file.OptionalList<T>(Prefix + key) ?? throw new EngineException(
            $"The tokenizer in {_file.Path} has no list {Prefix}{key}; convert the model again with a current llama.cpp.");
        return length is null || list.Length == length ? list : throw new EngineException(
            $"The tokenizer in {_file.Path} has {length} tokens, but {list.Length} {key}; get the file again.");
    }

    // SentencePiece marks as its user's own what is text all the same, such as runs of spaces.
    private bool IsAdded(int id) => _types[id] switch
    {
        GgufTokenType.Control or GgufTokenType.Unknown => true,
        GgufTokenType.UserDefined => !_isSentencePiece || (_tokens[id].StartsWith('<') && _tokens[id].EndsWith('>')),
        _ => false,
    };

    private void WriteAddedTokens(Utf8JsonWriter json)
    {
        json.WriteStartArray("added_tokens");
        for (int id = 0; id < _tokens.Length; id++)
        {
            if (!IsAdded(id))
                continue;

            json.WriteStartObject();
            json.WriteNumber("id", id);
            json.WriteString("content", _tokens[id]);
            json.WriteBoolean("single_word", false);
            json.WriteBoolean("lstrip", false);
            json.WriteBoolean("rstrip", false);
            json.WriteBoolean("normalized", false);
            json.WriteBoolean("special", _types[id] != GgufTokenType.UserDefined);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void WriteNormalizer(Utf8JsonWriter json)
    {
        if (!_isSentencePiece && !GgufPreTokenizers.Composes(_preTokenizer))
        {
            json.WriteNull("normalizer");
            return;
        }

        json.WriteStartObject("normalizer");
        if (!_isSentencePiece)
        {
            json.WriteString("type", "NFC");
            json.WriteEndObject();
            return;
        }

        json.WriteString("type", "Sequence");
        json.WriteStartArray("normalizers");
        if (_file.OptionalFlag(Prefix + "add_space_prefix") ?? true)
        {
            json.WriteStartObject();
            json.WriteString("type", "Prepend");
            json.WriteString("prepend", "▁");
            json.WriteEndObject();
        }

        json.WriteStartObject();
        json.WriteString("type", "Replace");
        json.WriteStartObject("pattern");
        json.WriteString("String", " ");
        json.WriteEndObject();
        json.WriteString("content", "▁");
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void WriteModel(Utf8JsonWriter json)
    {
        json.WriteStartObject("model");
        json.WriteString("type", "BPE");
        json.WriteBoolean("byte_fallback", _isSentencePiece);
        json.WriteBoolean("ignore_merges", !_isSentencePiece && GgufPreTokenizers.IgnoresMerges(_preTokenizer));
        Dictionary<string, int> vocabulary = Vocabulary();
        json.WriteStartObject("vocab");
        foreach ((string token, int id) in vocabulary)
            json.WriteNumber(token, id);
        json.WriteEndObject();

        json.WriteStartArray("merges");
        foreach ((string left, string right) in _isSentencePiece ? MergesByScore(vocabulary) : MergesInOrder())
        {
            json.WriteStartArray();
            json.WriteStringValue(left);
            json.WriteStringValue(right);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private Dictionary<string, int> Vocabulary()
    {
        Dictionary<string, int> vocabulary = new(_tokens.Length, StringComparer.Ordinal);
        for (int id = 0; id < _tokens.Length; id++)
        {
            if (_types[id] == GgufTokenType.Unused || (IsAdded(id) && _isSentencePiece))
                continue;

            if (!vocabulary.TryAdd(_tokens[id], id))
                throw new EngineException($"The tokenizer in {_file.Path} has the token \"{FileText.Quote(_tokens[id])}\" twice; get the file again.");
        }

        return vocabulary;
    }

    private IEnumerable<(string Left, string Right)> MergesInOrder()
    {
        foreach (string merge in List<string>("merges", length: null))
        {
            int space = merge.IndexOf(' ', startIndex: Math.Min(1, merge.Length));
            if (space < 0)
                throw new EngineException($"The tokenizer in {_file.Path} has the merge \"{FileText.Quote(merge)}\", which has one part; get the file again.");
            yield return (merge[..space], merge[(space + 1)..]);
        }
    }

    /// <summary>
    /// SentencePiece joins the two neighbours whose union has the best score. The same as a list of merges: every way to
    /// make a token of two others, the best token first. (As transformers' convert_slow_tokenizer.py does.)
    /// </summary>
    private IEnumerable<(string Left, string Right)> MergesByScore(Dictionary<string, int> vocabulary)
    {
        float[] scores = List<float>("scores", _tokens.Length);
        List<(string Left, string Right, float Score)> merges = [];
        foreach ((string token, int id) in vocabulary)
        {
            if (_types[id] == GgufTokenType.Byte)
                continue;

            List<(string Left, string Right)> ways = [];
            for (int cut = 1; cut < token.Length; cut++)
            {
                if (vocabulary.ContainsKey(token[..cut]) && vocabulary.ContainsKey(token[cut..]))
                    ways.Add((token[..cut], token[cut..]));
            }

            merges.AddRange(ways
                .OrderBy(way => vocabulary[way.Left]).ThenBy(way => vocabulary[way.Right])
                .Select(way => (way.Left, way.Right, scores[id])));
        }

        return merges
            .OrderByDescending(merge => merge.Score)
            .ThenByDescending(merge => merge.Left.Length).ThenByDescending(merge => merge.Right.Length)
            .Select(merge => (merge.Left, merge.Right));
    }
}
