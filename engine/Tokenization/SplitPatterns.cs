using System.Text.RegularExpressions;

namespace LspCompletion.Engine.Tokenization;

/// <summary>
/// The patterns by which tokenizers split text. Those of the common families are compiled with the engine, because they
/// run at every keystroke and must be ready at once; any other is interpreted.
/// </summary>
internal static partial class SplitPatterns
{
    /// <summary>Several times the length of those that tokenizers have, in UTF-16 code units.</summary>
    private const int LongestPattern = 4096;

    /// <summary>How much of a pattern a message shows, in UTF-16 code units.</summary>
    private const int ShownLength = 200;

    private const string Gpt2Pattern =
        @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";

    private const string Qwen2Pattern =
        @"(?i:'[sſ]|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}" +
        @"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    private const string Llama3Pattern =
        @"(?i:'[sſ]|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}" +
        @"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    /// <summary>
    /// How long a pattern that isn't known may take to split a text: some take exponentially long. Those of real tokenizers
    /// take a thousandth of it.
    /// </summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    private static readonly Dictionary<string, Func<Regex>> Compiled = new()
    {
        [Gpt2Pattern] = Gpt2,
        [Qwen2Pattern] = Qwen2,
        [Llama3Pattern] = Llama3,
    };

    /// <summary>A pattern as tokenizer.json writes it, which means the dialect of Oniguruma.</summary>
    /// <exception cref="ArgumentException">.NET cannot read the pattern, or it is of absurd length.</exception>
    public static Regex Get(string pattern)
    {
        if (pattern.Length > LongestPattern)
            throw new ArgumentException($"it has {pattern.Length} characters", nameof(pattern));

        // Ignoring case, Oniguruma takes the long s for an s; .NET does not.
        pattern = pattern.Replace("(?i:'s", "(?i:'[sſ]", StringComparison.Ordinal);
        return Compiled.TryGetValue(pattern, out Func<Regex>? compiled)
            ? compiled()
            : new Regex(pattern, RegexOptions.CultureInvariant, Limit);
    }

    /// <summary>A pattern as a message shows it.</summary>
    public static string Quote(string pattern) => pattern.Length <= ShownLength ? pattern : $"{pattern.AsSpan(0, ShownLength)}…";

    /// <summary>The pattern of GPT-2's encoder.py, which the ByteLevel pre-tokenizer uses.</summary>
    [GeneratedRegex(Gpt2Pattern, RegexOptions.CultureInvariant)]
    public static partial Regex Gpt2();

    /// <summary>What the Digits pre-tokenizer takes for a digit: every kind of number.</summary>
    [GeneratedRegex(@"\p{N}", RegexOptions.CultureInvariant)]
    public static partial Regex Number();

    [GeneratedRegex(Qwen2Pattern, RegexOptions.CultureInvariant)]
    private static partial Regex Qwen2();

    [GeneratedRegex(Llama3Pattern, RegexOptions.CultureInvariant)]
    private static partial Regex Llama3();
}
