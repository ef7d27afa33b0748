using System.Text;

namespace LspCompletion.Engine.Tokenization;

/// <summary>
/// Rewrites text before it is split: the normalizers of tokenizer.json, and the spaces that pre-tokenizers add.
/// </summary>
internal sealed class TextNormalizer
{
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
    public ReadOnlySpan<char> Normalize(ReadOnlySpan<char> text, bool prepends)
    {
        if (HasLoneSurrogate(text))
            text = ReplaceLoneSurrogates(text);

        foreach (Step step in _steps)
        {
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

    private readonly record struct Step(StepKind Kind, string Content = "", string Pattern = "");
}
