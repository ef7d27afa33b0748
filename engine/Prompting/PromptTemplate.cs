using System.Collections.Immutable;
using System.Text;
using LspCompletion.Engine.Tokenization;

namespace LspCompletion.Engine.Prompting;

/// <summary>A template whose special tokens are known to a vocabulary.</summary>
internal sealed class PromptTemplate
{
    private readonly ModelTokenizer _tokenizer;
    private readonly ImmutableArray<FimPart> _parts;

    private PromptTemplate(ModelTokenizer tokenizer, ImmutableArray<FimPart> parts)
    {
        _tokenizer = tokenizer;
        _parts = parts;
    }

    /// <summary>Binds a template to a vocabulary.</summary>
    /// <param name="parts">The template's parts.</param>
    /// <param name="tokenizer">The vocabulary.</param>
    /// <param name="missing">The first token that the vocabulary lacks; null where it has all.</param>
    /// <returns>The template; <see langword="null"/> where a token is missing.</returns>
    public static PromptTemplate? TryBind(
        ImmutableArray<FimPart> parts, ModelTokenizer tokenizer, out string? missing)
    {
        bool Lacks(FimPart part) => !tokenizer.TryGetSpecialToken(part.Value, out _);

        missing = parts.FirstOrDefault(part => part.Kind == FimPartKind.Token && Lacks(part)).Value;
        return missing is null
            ? new(tokenizer, [.. parts.Where(part => part.Kind != FimPartKind.OptionalToken || !Lacks(part))])
            : null;
    }

    /// <summary>Writes the template out.</summary>
    /// <param name="path">What the path's slot is filled with.</param>
    /// <param name="ids">Where the tokens go.</param>
    /// <param name="fill">Appends the tokens of any other slot.</param>
    public void Write(string path, List<int> ids, Action<FimPartKind, List<int>> fill)
    {
        // Neighbouring texts are one text to the tokenizer, as they were in training.
        StringBuilder text = new();
        foreach (FimPart part in _parts)
        {
            switch (part.Kind)
            {
                case FimPartKind.Text:
                    text.Append(part.Value);
                    break;
                case FimPartKind.Path:
                    text.Append(path);
                    break;
                case FimPartKind.Token or FimPartKind.OptionalToken:
                    Flush();
                    _tokenizer.TryGetSpecialToken(part.Value, out int id);
                    ids.Add(id);
                    break;
                default:
                    Flush();
                    fill(part.Kind, ids);
                    break;
            }
        }

        Flush();

        void Flush()
        {
            if (text.Length > 0)
                _tokenizer.EncodeFragment(text.ToString(), ids);
            text.Clear();
        }
    }
}
