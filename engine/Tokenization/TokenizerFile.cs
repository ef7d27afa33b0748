using System.Text.Json;
using LspCompletion.Engine.Files;

namespace LspCompletion.Engine.Tokenization;

/// <summary>
/// What a Hugging Face tokenizer.json says, as far as byte pair encoding needs it. The vocabulary and the merges, which
/// are nearly all of the file, are read without building a document of them.
/// </summary>
internal sealed class TokenizerFile
{
    /// <summary>No real vocabulary comes near this id; a damaged file may.</summary>
    private const int LargestId = 1 << 21;

    /// <summary>Several times what the largest vocabularies take.</summary>
    private const int MostBytes = 1 << 28;

    private TokenizerFile(string path) => Path = path;

    /// <summary>Where the file lies, for messages.</summary>
    public string Path { get; }

    /// <summary>The tokens, as they are spelled in the file, and their ids.</summary>
    public List<KeyValuePair<string, int>> Vocabulary { get; } = [];

    /// <summary>The merges in their order, each the two tokens with a space between them.</summary>
    public List<string> Merges { get; } = [];

    /// <summary>The tokens that the file lists besides the vocabulary, some of which may be in it too.</summary>
    public List<AddedToken> AddedTokens { get; } = [];

    /// <summary>The file's "normalizer"; undefined or null where it has none.</summary>
    public JsonElement Normalizer { get; private set; }

    /// <summary>The file's "pre_tokenizer"; undefined or null where it has none.</summary>
    public JsonElement PreTokenizer { get; private set; }

    /// <summary>Whether a character that isn't in the vocabulary is spelled with the tokens of its bytes.</summary>
    public bool HasByteFallback { get; private set; }

    /// <summary>Whether a piece of text that is itself a token becomes this token without any merging.</summary>
    public bool IgnoresMerges { get; private set; }

    /// <summary>Reads the file.</summary>
    /// <exception cref="EngineException">The file is missing, cut, not JSON, or no byte pair encoding.</exception>
    public static TokenizerFile Read(string path)
    {
        var file = new TokenizerFile(path);
        byte[] json = ReadBytes(path);
        try
        {
            file.ReadRoot(json);
        }
        catch (JsonException exception)
        {
            throw new EngineException(
                $"The tokenizer {path} is cut short or is not JSON (line {exception.LineNumber + 1}): " +
                "fetch the model's tokenizer.json again.",
                exception);
        }
        catch (Exception exception)
            when (exception is InvalidOperationException or FormatException or KeyNotFoundException)
        {
            throw file.Damaged(exception.Message, exception);
        }

        if (file.Vocabulary.Count == 0)
            throw file.Damaged("it has no vocabulary under \"model\"");

        return file;
    }

    /// <summary>The error for a part of the file whose kind this engine doesn't know.</summary>
    public EngineException Unsupported(string part, string found, string supported) =>
        new($"The tokenizer {Path} has {part} {found}; supported: {supported}. Choose a model with one of these.");

    /// <summary>The error for a file that is JSON, but not what a tokenizer.json should be.</summary>
    public EngineException Damaged(string detail, Exception? cause = null)
    {
        string message = $"The tokenizer {Path} is damaged ({detail.ReplaceLineEndings(" ")}): " +
            "fetch the model's tokenizer.json again.";
        return cause is null ? new EngineException(message) : new EngineException(message, cause);
    }

    private static byte[] ReadBytes(string path)
    {
        try
        {
            return RegularFile.ReadAllBytes(path, MostBytes);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new EngineException(
                $"The tokenizer {path} does not exist: put the model's tokenizer.json there.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new EngineException(
                $"The tokenizer {path} cannot be read ({exception.Message}): check the file and its permissions.",
                exception);
        }
    }

    private void ReadRoot(ReadOnlySpan<byte> json)
    {
        if (json.StartsWith("\uFEFF"u8))
            json = json["\uFEFF"u8.Length..];

        var reader = new Utf8JsonReader(json);
        reader.Read();
        Expect(ref reader, JsonTokenType.StartObject, "the file");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("model"u8))
                ReadModel(ref reader);
            else if (reader.ValueTextEquals("added_tokens"u8))
                ReadAddedTokens(ParseNext(ref reader));
            else if (reader.ValueTextEquals("normalizer"u8))
                Normalizer = ParseNext(ref reader);
            else if (reader.ValueTextEquals("pre_tokenizer"u8))
                PreTokenizer = ParseNext(ref reader);
            else
                reader.Skip();
        }

        // Nothing may follow the object; reading on is what finds a file that was pasted together.
        while (reader.Read())
        {
        }
    }

    private void ReadModel(ref Utf8JsonReader reader)
    {
        string? kind = null;
        reader.Read();
        Expect(ref reader, JsonTokenType.StartObject, "\"model\"");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("vocab"u8))
                ReadVocabulary(ref reader);
            else if (reader.ValueTextEquals("merges"u8))
                ReadMerges(ref reader);
            else if (reader.ValueTextEquals("type"u8))
                kind = ParseNext(ref reader).GetString();
            else if (reader.ValueTextEquals("byte_fallback"u8))
                HasByteFallback = ParseNext(ref reader).ValueKind == JsonValueKind.True;
            else if (reader.ValueTextEquals("ignore_merges"u8))
                IgnoresMerges = ParseNext(ref reader).ValueKind == JsonValueKind.True;
            else if (reader.ValueTextEquals("dropout"u8))
                RefuseDropout(ParseNext(ref reader));
            else if (reader.ValueTextEquals("continuing_subword_prefix"u8))
                RefuseAffix("a continuing_subword_prefix", ParseNext(ref reader));
            else if (reader.ValueTextEquals("end_of_word_suffix"u8))
                RefuseAffix("an end_of_word_suffix", ParseNext(ref reader));
            else
                reader.Skip();
        }

        // Files from before 2021 don't name the kind; only BPE has merges.
        kind ??= Merges.Count > 0 ? "BPE" : "without a name";
        if (kind != "BPE")
            throw Unsupported("a model of the kind", kind, "BPE");
    }

    private void ReadVocabulary(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            // Unigram models have a list here; the check of the kind says so better than a complaint about the list.
            reader.Skip();
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string token = reader.GetString()!;
            reader.Read();
            Vocabulary.Add(new(token, CheckedId(token, reader.GetInt32())));
        }
    }

    private void ReadMerges(ref Utf8JsonReader reader)
    {
        reader.Read();
        Expect(ref reader, JsonTokenType.StartArray, "\"merges\"");
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.String)
            {
                Merges.Add(reader.GetString()!);
                continue;
            }

            Expect(ref reader, JsonTokenType.StartArray, "a merge");
            reader.Read();
            string left = reader.GetString()!;
            reader.Read();
            string right = reader.GetString()!;
            reader.Read();
            Expect(ref reader, JsonTokenType.EndArray, "a merge's end");
            Merges.Add($"{left} {right}");
        }
    }

    private void ReadAddedTokens(JsonElement list)
    {
        foreach (JsonElement entry in list.EnumerateArray())
        {
            string content = entry.GetProperty("content").GetString() ?? throw Damaged("an added token has no content");
            var token = new AddedToken(
                CheckedId(content, entry.GetProperty("id").GetInt32()), content, IsSet(entry, "special"));
            bool isPicky = IsSet(entry, "lstrip") || IsSet(entry, "rstrip") || IsSet(entry, "single_word");
            if (token.IsReadFromText && isPicky)
            {
                throw Unsupported(
                    "the added token", $"'{content}' with lstrip, rstrip or single_word", "added tokens without these");
            }

            AddedTokens.Add(token);
        }
    }

    private static bool IsSet(JsonElement entry, string flag) =>
        entry.TryGetProperty(flag, out JsonElement value) && value.ValueKind == JsonValueKind.True;

    private int CheckedId(string token, int id) =>
        id is >= 0 and <= LargestId ? id : throw Damaged($"the token '{token}' has the id {id}");

    private void RefuseDropout(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Number && value.GetDouble() > 0)
        {
            throw Unsupported(
                "a dropout of", value.GetRawText(), "none, as a text must always become the same tokens");
        }
    }

    private void RefuseAffix(string part, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } affix)
            throw Unsupported(part, $"'{affix}'", "none");
    }

    private void Expect(ref Utf8JsonReader reader, JsonTokenType kind, string part)
    {
        if (reader.TokenType != kind)
            throw Damaged($"{part} is {reader.TokenType}, not {kind}");
    }

    private static JsonElement ParseNext(ref Utf8JsonReader reader)
    {
        reader.Read();
        return JsonElement.ParseValue(ref reader);
    }
}
