using System.Text;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using Microsoft.ML.Tokenizers;

namespace LspCompletion.Engine.Tokenization;

/// <summary>
/// A model's tokenizer, read from its Hugging Face tokenizer.json into Microsoft.ML.Tokenizers: byte pair encoding,
/// either byte-level (GPT-2, StarCoder, Llama 3, Qwen, DeepSeek) or with byte fallback (Llama 2, CodeLlama, Codestral,
/// CodeGemma).
/// </summary>
/// <remarks>
/// Text becomes the tokens that Hugging Face's <c>tokenizers</c> gives with <c>encode_special_tokens = True</c> and
/// <c>add_special_tokens = False</c>, with one wish more: text is never read as a special token, not even as one that
/// the file leaves unmarked (see <see cref="IsSpecial"/>), nor as any added token in brackets. Such tokens are only ever
/// put in by their id. Bytes that the vocabulary has no token for are left out, as Hugging Face does. Lone surrogates
/// are read as U+FFFD.
/// Instances may be used from several threads at once.
/// </remarks>
public sealed class ModelTokenizer
{
    /// <summary>How long added tokens may be looked for in a text.</summary>
    private static readonly TimeSpan SearchLimit = TimeSpan.FromSeconds(2);

    private readonly string _path;
    private readonly BpeTokenizer _bpe;
    private readonly TextNormalizer _normalizer;
    private readonly ByteFallback? _byteFallback;
    private readonly bool _prependsOnlyFirst;
    private readonly Regex? _tokensInText;
    private readonly Dictionary<string, int> _addedTokens = new(StringComparer.Ordinal);
    private readonly HashSet<int> _special = [];

    /// <summary>The bytes of all tokens in the order of the ids; a token's end where the next one's start.</summary>
    private readonly byte[] _bytes;

    private readonly int[] _starts;

    private ModelTokenizer(TokenizerFile file)
    {
        _path = file.Path;
        var steps = new TokenizerSteps(file);
        if (steps.IsByteLevel == file.HasByteFallback)
        {
            throw file.Unsupported(
                "a vocabulary", steps.IsByteLevel ? "both byte-level and with byte fallback" : "of whole characters",
                "a ByteLevel pre-tokenizer or byte_fallback, so that any text can be spelled");
        }

        // A piece that is a token would have to be found before it is cut for byte fallback.
        if (file.HasByteFallback && file.IgnoresMerges)
            throw file.Unsupported("byte fallback", "with ignore_merges", "byte fallback without it");

        _normalizer = steps.Normalizer;
        _prependsOnlyFirst = steps.PrependsOnlyFirst;
        _byteFallback = file.HasByteFallback ? new ByteFallback(file) : null;

        foreach (AddedToken token in file.AddedTokens)
        {
            _addedTokens[token.Content] = token.Id;
            if (token.IsSpecial)
                _special.Add(token.Id);
        }

        foreach ((string token, int id) in UnreachableControlTokens(file))
        {
            if (_addedTokens.TryAdd(token, id))
                _special.Add(id);
        }

        string[] inText = [.. file.AddedTokens.Where(token => token.IsReadFromText).Select(token => token.Content)];
        if (inText.Length > 0)
            _tokensInText = AnyOf(inText);

        (_bytes, _starts) = CollectBytes(file);
        _bpe = BuildLibraryTokenizer(file, steps);
    }

    /// <summary>The number of ids, added tokens included: every id is less. An id may be unused.</summary>
    public int VocabularySize => _starts.Length - 1;

    /// <summary>Reads a tokenizer.json.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="EngineException">
    /// The file is missing, cut, not JSON, damaged, or of a kind that isn't supported.
    /// </exception>
    public static ModelTokenizer Load(string path)
    {
        TokenizerFile file = TokenizerFile.Read(path);
        try
        {
            return new ModelTokenizer(file);
        }
        catch (Exception exception)
            when (exception is InvalidOperationException or ArgumentException or KeyNotFoundException)
        {
            // Thrown by the library for merges of unknown tokens and ids given twice, by the JSON for missing members.
            throw file.Damaged(exception.Message, exception);
        }
    }

    /// <summary>Appends the tokens of a text that starts a document.</summary>
    /// <exception cref="EngineException">The file has patterns or normalizers that get out of hand on the text.</exception>
    public void Encode(ReadOnlySpan<char> text, List<int> ids) => Encode(text, ids, isFragment: false);

    /// <summary>
    /// Appends the tokens of a text that goes on from other text, or from a special token: no dummy space is put before
    /// it, as some vocabularies ask for at the start of a text.
    /// </summary>
    public void EncodeFragment(ReadOnlySpan<char> text, List<int> ids) => Encode(text, ids, isFragment: true);

    /// <summary>
    /// Finds an added token, marked special or not, by its text; also a control token that stands in the vocabulary
    /// only, like CodeLlama's <c>▁&lt;PRE&gt;</c>.
    /// </summary>
    public bool TryGetSpecialToken(string text, out int id) => _addedTokens.TryGetValue(text, out id);

    /// <summary>
    /// Whether a token steers the model and stands for no text: an added token that is marked special or written like
    /// <c>&lt;|name|&gt;</c>, and a vocabulary entry in angle brackets that no merge makes, like CodeLlama's
    /// <c>▁&lt;PRE&gt;</c>.
    /// </summary>
    public bool IsSpecial(int id) => _special.Contains(id);

    /// <summary>The ids of all special tokens.</summary>
    public IEnumerable<int> SpecialTokens => _special;

    /// <summary>
    /// The bytes of text that a token stands for, maybe a part of a character only; empty for special and unused ids.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The id is negative or beyond the vocabulary.</exception>
    public ReadOnlySpan<byte> GetBytes(int id)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(id);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(id, VocabularySize);
        return _bytes.AsSpan(_starts[id].._starts[id + 1]);
    }

    private void Encode(ReadOnlySpan<char> text, List<int> ids, bool isFragment)
    {
        try
        {
            EncodeNow(text, ids, isFragment);
        }
        catch (RegexMatchTimeoutException exception)
        {
            throw new EngineException(
                $"The tokenizer {_path} has the pattern {SplitPatterns.Quote(exception.Pattern)}, which takes more than " +
                $"{exception.MatchTimeout.TotalSeconds:F0} s on a text: choose another model.",
                exception);
        }
    }

    private void EncodeNow(ReadOnlySpan<char> text, List<int> ids, bool isFragment)
    {
        bool prepends = !isFragment;
        if (_tokensInText is not null)
        {
            int position = 0;
            foreach (ValueMatch match in _tokensInText.EnumerateMatches(text))
            {
                EncodeStretch(text[position..match.Index], ids, prepends);
                position = match.Index + match.Length;
                ids.Add(_addedTokens[text[match.Index..position].ToString()]);
                prepends = !_prependsOnlyFirst;
            }

            text = text[position..];
        }

        EncodeStretch(text, ids, prepends);
    }

    private void EncodeStretch(ReadOnlySpan<char> text, List<int> ids, bool prepends)
    {
        if (text.IsEmpty)
            return;

        text = _normalizer.Normalize(text, prepends);
        if (_byteFallback is not null)
            text = _byteFallback.Spell(text);
        ids.AddRange(_bpe.EncodeToIds(text, considerNormalization: false));
    }

    private (byte[] Bytes, int[] Starts) CollectBytes(TokenizerFile file)
    {
        int size = 1 + Math.Max(
            file.Vocabulary.Max(entry => entry.Value),
            file.AddedTokens.Select(token => token.Id).DefaultIfEmpty().Max());
        var spellings = new string?[size];
        foreach ((string token, int id) in file.Vocabulary)
            spellings[id] = token;

        // The text of an added token is the text itself; in the vocabulary's alphabet it would mean something else.
        var plain = new HashSet<int>();
        foreach (AddedToken token in file.AddedTokens.Where(token => !token.IsSpecial))
        {
            spellings[token.Id] = token.Content;
            plain.Add(token.Id);
        }

        var bytes = new List<byte>(size * 8);
        var starts = new int[size + 1];
        for (int id = 0; id < size; id++)
        {
            if (spellings[id] is { } spelling && !_special.Contains(id))
            {
                if (plain.Contains(id))
                    bytes.AddRange(Encoding.UTF8.GetBytes(spelling));
                else if (_byteFallback is not null)
                    ByteFallback.AppendBytes(spelling, bytes);
                else
                    ByteLevelAlphabet.AppendBytes(spelling, bytes);
            }

            starts[id + 1] = bytes.Count;
        }

        return (bytes.ToArray(), starts);
    }

    private BpeTokenizer BuildLibraryTokenizer(TokenizerFile file, TokenizerSteps steps)
    {
        IEnumerable<KeyValuePair<string, int>> vocabulary = file.Vocabulary;
        if (_byteFallback is not null)
        {
            vocabulary = vocabulary.Select(
                entry => KeyValuePair.Create(ByteFallback.NameInLibrary(entry.Key), entry.Value));
        }

        return BpeTokenizer.Create(new BpeOptions(vocabulary)
        {
            Merges = file.Merges,
            ByteLevel = steps.IsByteLevel,
            PreTokenizer = new PieceSequence(steps.Splitters, _byteFallback),
            SpecialTokens = file.IgnoresMerges ? TokensByText(file) : null,
        });
    }

    /// <summary>
    /// The tokens by the text they stand for. Given to the library as its special tokens, they do what "ignore_merges"
    /// asks for: it looks a whole piece up there before it merges. (It would look for them in running text only if the
    /// pre-tokenizer did.)
    /// </summary>
    private Dictionary<string, int> TokensByText(TokenizerFile file)
    {
        Dictionary<string, int> tokens = new(file.Vocabulary.Count, StringComparer.Ordinal);
        foreach ((_, int id) in file.Vocabulary)
        {
            ReadOnlySpan<byte> bytes = GetBytes(id);
            if (!bytes.IsEmpty && Utf8.IsValid(bytes))
                tokens.TryAdd(Encoding.UTF8.GetString(bytes), id);
        }

        return tokens;
    }

    /// <summary>
    /// Vocabulary entries in angle brackets that no merge makes. No text can come out as one of them, so they were put
    /// there to steer the model.
    /// </summary>
    private static Dictionary<string, int> UnreachableControlTokens(TokenizerFile file)
    {
        Dictionary<string, int> unreachable = new(StringComparer.Ordinal);
        foreach ((string token, int id) in file.Vocabulary)
        {
            if (token.EndsWith('>') && token.TrimStart('▁').StartsWith('<') && !ByteFallback.IsByteToken(token))
                unreachable.Add(token, id);
        }

        foreach (string merge in file.Merges)
        {
            if (merge.EndsWith('>'))
                unreachable.Remove(merge.Replace(" ", "", StringComparison.Ordinal));
        }

        return unreachable;
    }

    /// <summary>A pattern for the longest of some texts that starts at a place.</summary>
    private static Regex AnyOf(string[] texts) =>
        new(
            string.Join('|', texts.OrderByDescending(text => text.Length).Select(Regex.Escape)),
            RegexOptions.CultureInvariant,
            SearchLimit);
}
