using System.Text;

namespace LspCompletion.Engine.Tokenization;

/// <summary>
/// Rewrites text before it is split: the normalizers of tokenizer.json, and the spaces that pre-tokenizers add.
/// </summary>
/// <param name="path">The file that the steps are from, for the message.</param>
internal sealed class TextNormalizer(string path)
{
    /// <summary>
    /// How many times as long a text may become. Unicode's composition makes three of a character at most, and real files
    /// replace one by another.
    /// </summary>
    private const int MostGrowth = 8;

    /// <summary>What a short text may grow by in any case, in UTF-16 code units.</summary>
    private const int MostAdded = 256;

    private readonly List<Step> _steps = [];

    private enum StepKind
    {
        Compose,
        Replace,
        Prepend,
        PrependUnlessThere,
    }

    /// <summary>Adds the composition of Unicode's normalization form C.</summary>
    public void AddCompose() => _steps.Add(new(StepKind.Compose));

    /// <summary>Adds the replacement of one text by another, wherever it stands.</summary>
    public void AddReplace(string pattern, string content) => _steps.Add(new(StepKind.Replace, content, pattern));

    /// <summary>Adds a text before every text that isn't empty.</summary>
    public void AddPrepend(string content) => _steps.Add(new(StepKind.Prepend, content));

    /// <summary>Adds a text before every text that isn't empty and doesn't start with it.</summary>
    public void AddPrependUnlessThere(string content) => _steps.Add(new(StepKind.PrependUnlessThere, content));

    /// <summary>Normalizes a text. Lone surrogates, which are no characters, become U+FFFD.</summary>
    /// <param name="text">The text.</param>
    /// <param name="prepends">Whether something may be put before it; not so when it goes on from other text.</param>
    /// <exception cref="EngineException">The steps make the text many times as long.</exception>
    public ReadOnlySpan<char> Normalize(ReadOnlySpan<char> text, bool prepends)
    {
        if (HasLoneSurrogate(text))
            text = ReplaceLoneSurrogates(text);

        long most = ((long)text.Length * MostGrowth) + MostAdded;
        foreach (Step step in _steps)
        {
            if (step.GrowthOn(text) > most - text.Length)
            {
                throw new EngineException(
                    $"The tokenizer {path} has normalizers that make texts more than {MostGrowth} times as long: choose another model.");
            }

            text = step.Kind switch
            {
                StepKind.Compose => text.IsNormalized() ? text : text.ToString().Normalize(),
                StepKind.Replace => text.ToString().Replace(step.Pattern, step.Content, StringComparison.Ordinal),
                _ when !prepends || text.IsEmpty => text,
                StepKind.PrependUnlessThere when text.StartsWith(step.Content, StringComparison.Ordinal) => text,
                _ => string.Concat(step.Content, text),
            };
        }

        return text;
    }

    private static bool HasLoneSurrogate(ReadOnlySpan<char> text)
    {
        for (int start = text.IndexOfAnyInRange('\uD800', '\uDFFF'); start >= 0 && start < text.Length;)
        {
            if (start + 1 >= text.Length || !char.IsSurrogatePair(text[start], text[start + 1]))
                return true;

            start += 2;
            int next = text[start..].IndexOfAnyInRange('\uD800', '\uDFFF');
            if (next < 0)
                return false;
            start += next;
        }

        return false;
    }

    private static string ReplaceLoneSurrogates(ReadOnlySpan<char> text)
    {
        var replaced = new StringBuilder(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
            replaced.Append(rune);
        return replaced.ToString();
    }

    private readonly record struct Step(StepKind Kind, string Content = "", string Pattern = "")
    {
        /// <summary>How much longer it makes a text, at most.</summary>
        public long GrowthOn(ReadOnlySpan<char> text) => Kind switch
        {
            StepKind.Compose => 0,
            StepKind.Replace when Content.Length > Pattern.Length =>
                (long)text.Count(Pattern) * (Content.Length - Pattern.Length),
            StepKind.Replace => 0,
            _ => Content.Length,
        };
    }
}
