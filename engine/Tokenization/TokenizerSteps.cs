using System.Text.Json;
using System.Text.RegularExpressions;

namespace LspCompletion.Engine.Tokenization;

/// <summary>
/// Reads the normalizer and the pre-tokenizer of a tokenizer.json, each maybe a sequence of several, into what is done to
/// a text before its pieces are merged.
/// </summary>
internal sealed class TokenizerSteps
{
    private const string SupportedNormalizers = "NFC, Prepend, Replace of a string, and Sequence of these";

    private const string SupportedPreTokenizers =
        "ByteLevel at the end, Digits, Metaspace, Split, and Sequence of these";

    /// <summary>Several times as many as real files have of either kind.</summary>
    private const int MostSteps = 32;

    private readonly TokenizerFile _file;
    private readonly List<PieceSplitter> _splitters = [];
    private int _normalizers;
    private int _preTokenizers;

    public TokenizerSteps(TokenizerFile file)
    {
        _file = file;
        Normalizer = new TextNormalizer(file.Path);
        ReadNormalizer(file.Normalizer);
        ReadPreTokenizer(file.PreTokenizer);
    }

    /// <summary>What is done to the text as a whole.</summary>
    public TextNormalizer Normalizer { get; }

    /// <summary>How it is split into pieces.</summary>
    public IReadOnlyList<PieceSplitter> Splitters => _splitters;

    /// <summary>Whether the vocabulary spells bytes in GPT-2's alphabet.</summary>
    public bool IsByteLevel { get; private set; }

    /// <summary>
    /// Whether only the very first text gets a dummy space; otherwise each stretch between added tokens gets one.
    /// </summary>
    public bool PrependsOnlyFirst { get; private set; }

    private void ReadNormalizer(JsonElement normalizer)
    {
        string? kind = KindOf(normalizer);
        if (kind is not null && ++_normalizers > MostSteps)
            throw _file.Unsupported("normalizers,", $"more than {MostSteps}", $"{MostSteps} or fewer");

        switch (kind)
        {
            case null:
                break;
            case "Sequence":
                foreach (JsonElement part in normalizer.GetProperty("normalizers").EnumerateArray())
                    ReadNormalizer(part);
                break;
            case "NFC":
                Normalizer.AddCompose();
                break;
            case "Prepend":
                Normalizer.AddPrepend(Text(normalizer, "prepend"));
                break;
            case "Replace" when normalizer.GetProperty("pattern").TryGetProperty("String", out JsonElement pattern):
                if (pattern.GetString() is not { Length: > 0 } replaced)
                    throw _file.Unsupported("a Replace of", "an empty text", SupportedNormalizers);
                Normalizer.AddReplace(replaced, Text(normalizer, "content"));
                break;
            default:
                throw _file.Unsupported("a normalizer of the kind", kind, SupportedNormalizers);
        }
    }

    private void ReadPreTokenizer(JsonElement preTokenizer)
    {
        string? kind = KindOf(preTokenizer);
        if (IsByteLevel && kind is not null)
            throw _file.Unsupported("a pre-tokenizer after ByteLevel, of the kind", kind, SupportedPreTokenizers);

        if (kind is not null && ++_preTokenizers > MostSteps)
            throw _file.Unsupported("pre-tokenizers,", $"more than {MostSteps}", $"{MostSteps} or fewer");

        switch (kind)
        {
            case null:
                break;
            case "Sequence":
                foreach (JsonElement part in preTokenizer.GetProperty("pretokenizers").EnumerateArray())
                    ReadPreTokenizer(part);
                break;
            case "Digits":
                bool single = Flag(preTokenizer, "individual_digits", otherwise: false);
                _splitters.Add(new(
                    SplitPatterns.Number(), single ? SplitBehavior.Isolated : SplitBehavior.Contiguous, invert: false));
                break;
            case "Split":
                ReadSplit(preTokenizer);
                break;
            case "Metaspace":
                ReadMetaspace(preTokenizer);
                break;
            case "ByteLevel":
                ReadByteLevel(preTokenizer);
                break;
            default:
                throw _file.Unsupported("a pre-tokenizer of the kind", kind, SupportedPreTokenizers);
        }
    }

    private void ReadSplit(JsonElement split)
    {
        string behaviorName = Text(split, "behavior");
        if (!Enum.TryParse(behaviorName, out SplitBehavior behavior))
        {
            throw _file.Unsupported(
                "a Split with the behavior", behaviorName, string.Join(", ", Enum.GetNames<SplitBehavior>()));
        }

        JsonElement pattern = split.GetProperty("pattern");
        string text = pattern.TryGetProperty("String", out JsonElement literal)
            ? Regex.Escape(literal.GetString() ?? "")
            : Text(pattern, "Regex");
        try
        {
            _splitters.Add(new(SplitPatterns.Get(text), behavior, Flag(split, "invert", otherwise: false)));
        }
        catch (ArgumentException exception)
        {
            throw _file.Unsupported(
                "a Split with the pattern", $"{SplitPatterns.Quote(text)} ({exception.Message})", "patterns that .NET's Regex can read");
        }
    }

    private void ReadMetaspace(JsonElement metaspace)
    {
        string replacement = Text(metaspace, "replacement");
        Normalizer.AddReplace(" ", replacement);

        // Files from before 2024 have the flag, later ones the scheme.
        string scheme = metaspace.TryGetProperty("prepend_scheme", out JsonElement named)
            ? named.GetString() ?? ""
            : Flag(metaspace, "add_prefix_space", otherwise: true) ? "always" : "never";
        if (scheme != "never")
            Normalizer.AddPrependUnlessThere(replacement);
        PrependsOnlyFirst = scheme == "first";

        if (Flag(metaspace, "split", otherwise: true))
        {
            Regex pattern = SplitPatterns.Get(Regex.Escape(replacement));
            _splitters.Add(new(pattern, SplitBehavior.MergedWithNext, invert: false));
        }
    }

    private void ReadByteLevel(JsonElement byteLevel)
    {
        IsByteLevel = true;
        if (Flag(byteLevel, "add_prefix_space", otherwise: true))
        {
            if (_splitters.Count > 0)
            {
                throw _file.Unsupported(
                    "add_prefix_space in", "a ByteLevel after another pre-tokenizer",
                    "a ByteLevel without add_prefix_space");
            }

            Normalizer.AddPrependUnlessThere(" ");
        }

        if (Flag(byteLevel, "use_regex", otherwise: true))
            _splitters.Add(new(SplitPatterns.Gpt2(), SplitBehavior.Isolated, invert: false));
    }

    private static string? KindOf(JsonElement element) =>
        element.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null ? null : Text(element, "type");

    private static string Text(JsonElement element, string name) =>
        element.GetProperty(name).GetString() ?? throw new InvalidOperationException($"\"{name}\" is null");

    private static bool Flag(JsonElement element, string name, bool otherwise) =>
        element.TryGetProperty(name, out JsonElement value) ? value.GetBoolean() : otherwise;
}
