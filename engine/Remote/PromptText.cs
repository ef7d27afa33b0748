using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text;
using LspCompletion.Engine.Prompting;

namespace LspCompletion.Engine.Remote;

/// <summary>
/// Prompts as text, for engines that take no tokens. Such an engine reads special tokens out of the text, so those that
/// stand in the user's own text are broken up by a blank.
/// </summary>
internal static class PromptText
{
    /// <summary>SentencePiece's mark for a blank. Inside of tokens it is part of their text, ahead of them a blank.</summary>
    private const char BlankMark = '\u2581';

    /// <summary>Engines put these first themselves.</summary>
    private static readonly FrozenSet<string> BeginTokens = FrozenSet.Create(
        StringComparer.Ordinal, "<s>", "<bos>", "<\uFF5Cbegin\u2581of\u2581sentence\uFF5C>", "<[begin\u2581of\u2581sentence]>");

    /// <summary>Writes a prompt in a format.</summary>
    public static string Write(FimFormat format, ShownText shown)
    {
        var prompt = new StringBuilder();
        bool hasContext = shown.Context.Count > 0 && !format.TemplateWithContext.IsEmpty && !format.ContextTemplate.IsEmpty;
        Write(hasContext ? format.TemplateWithContext : format.Template, shown.Path, fileText: "");
        return prompt.ToString();

        void Write(ImmutableArray<FimPart> template, string path, string fileText)
        {
            foreach (FimPart part in template)
            {
                if (part.Kind == FimPartKind.Context)
                {
                    foreach (ContextFile file in shown.Context)
                        Write(format.ContextTemplate, file.Path, file.Text);
                    continue;
                }

                prompt.Append(part.Kind switch
                {
                    FimPartKind.Token or FimPartKind.OptionalToken when BeginTokens.Contains(part.Value) => "",
                    FimPartKind.Token or FimPartKind.OptionalToken => TextOf(part),
                    FimPartKind.Text => part.Value,
                    FimPartKind.Path => Plain(path),
                    FimPartKind.FileText => Plain(Spaced(fileText)),
                    FimPartKind.Prefix => Plain(Spaced(shown.Prefix)),
                    FimPartKind.Suffix => Plain(Spaced(shown.Suffix)),
                    FimPartKind.Middle => Plain(Spaced(shown.Typed)),
                    _ => throw new ArgumentOutOfRangeException(nameof(template), part.Kind, "Not a part of a template."),
                });
            }
        }

        string Spaced(string text) => format.TabWidth is { } width
            ? text.Replace("\t", new string(' ', width), StringComparison.Ordinal)
            : text;
    }

    /// <summary>A text of the user's without anything that an engine would read as a special token.</summary>
    public static string Plain(string text)
    {
        foreach (string token in ControlTokens.All)
            text = text.Replace(token, $"{token[0]} {token[1..]}", StringComparison.Ordinal);
        return text;
    }

    private static string TextOf(FimPart token) => token.Value[0] == BlankMark ? $" {token.Value[1..]}" : token.Value;
}
