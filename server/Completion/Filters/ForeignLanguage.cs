using LspCompletion.Server.Languages;

namespace LspCompletion.Server.Completion.Filters;

/// <summary>
/// Finds lines of another language: signs, comments and statements that the document's doesn't have. Small models write them
/// where little stands around the cursor.
/// </summary>
internal static class ForeignLanguage
{
    /// <summary>What begins a comment in one language or another.</summary>
    private static readonly string[] CommentSigns = ["// ", "/// ", "/*", "# ", "-- ", "<!--"];

    /// <summary>How comments begin that document C# and F#: other languages have comments of three slashes, but no such tags in them.</summary>
    private const string DotNetDocumentation = "/// <";

    /// <summary>What may stand behind a number sign and a blank where that isn't a comment but a preprocessor's directive.</summary>
    private static readonly string[] Directives =
        ["define", "undef", "include", "if", "ifdef", "ifndef", "elif", "else", "endif", "pragma", "error", "warning", "line", "region", "endregion", "import"];

    /// <summary>The length of the completion up to the first such line; <see langword="null"/> where there is none.</summary>
    /// <param name="text">The completion, with line feeds.</param>
    /// <param name="around">Where it goes.</param>
    public static int? FindCut(string text, Surroundings around)
    {
        Language language = around.Language;
        if (language == LanguageTable.Unknown || language.IsProse || around.AtLine.Open is [.., { Kind: OpenKind.Embedded }])
            return null;

        int documented = FindDotNetDocumentation(text, around);
        string code = around.CodeOf(documented < 0 ? text : text[..documented]);
        int start = 0;
        foreach (string line in code.Split('\n'))
        {
            bool beginsLine = start > 0 || around.IsInIndentation;
            if (HasForeignSign(line, language) || (beginsLine && IsForeign(line.Trim(), language)))
                return Math.Max(0, start - 1);
            start += line.Length + 1;
        }

        return documented < 0 ? null : documented;
    }

    private static int FindDotNetDocumentation(string text, Surroundings around) =>
        around.Language.Name is "csharp" or "fsharp" or "vb" || around.Prefix.Contains(DotNetDocumentation, StringComparison.Ordinal)
            || around.Suffix.Contains(DotNetDocumentation, StringComparison.Ordinal)
            ? -1
            : text.IndexOf(DotNetDocumentation, StringComparison.Ordinal);

    private static bool IsForeign(string code, Language language) =>
        code.Length > 0 && (HasForeignComment(code, language) || LineShape.IsForeign(code, language));

    private static bool HasForeignComment(string code, Language language) =>
        language.Brackets.Length > 0
        && (language.LineComments.Count > 0 || language.Comments.Count > 0)
        && !(language.HasDirectives && code.StartsWith('#') && Directives.Contains(code[1..].TrimStart().Split(' ', '\t', '(')[0]))
        && CommentSigns.Any(sign => code.StartsWith(sign, StringComparison.Ordinal)
            && !language.LineComments.Any(comment => sign.StartsWith(comment.Open, StringComparison.Ordinal))
            && !language.Comments.Any(comment => sign.StartsWith(comment.Open, StringComparison.Ordinal)));

    private static bool HasForeignSign(string code, Language language)
    {
        foreach (string sign in language.ForeignSigns)
        {
            int index = code.IndexOf(sign, StringComparison.Ordinal);
            if (index >= 0 && !IsPartOfSign(code, index, sign))
                return true;
        }

        return false;
    }

    /// <summary>Whether a sign is only a part of a longer one: <c>>=</c>, <c>&lt;--</c>.</summary>
    private static bool IsPartOfSign(string code, int index, string sign)
    {
        const string Signs = "=<>!&|+-:?";
        return (index > 0 && Signs.Contains(code[index - 1], StringComparison.Ordinal))
            || (index + sign.Length < code.Length && Signs.Contains(code[index + sign.Length], StringComparison.Ordinal));
    }
}
