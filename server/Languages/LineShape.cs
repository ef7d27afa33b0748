using System.Text.RegularExpressions;

namespace LspCompletion.Server.Languages;

/// <summary>A line that says by its looks in which languages it can be written, or in which it can't.</summary>
/// <param name="Form">The line, without its indentation.</param>
/// <param name="Languages">The languages.</param>
/// <param name="IsOfOthers">Whether there are such lines in all languages but these.</param>
internal sealed record LineShape(Regex Form, IReadOnlyList<string> Languages, bool IsOfOthers)
{
    private static readonly LineShape[] All =
    [
        Of(@"^using\s+(static\s+|namespace\s+)?[\w.:]+(\s*=\s*[^;]+)?;", "csharp cpp c objective-c"),
        Of(@"^using\s+(var|\()", "csharp"),
        Of(@"^namespace\s+[\w.\\]+\s*[;{]?$", "csharp cpp c php typescript"),
        Of(@"^#\s*include\s+[<""]", "c cpp objective-c asm"),
        Of(@"^import\s+(static\s+)?[\w.*]+;$", "java scala groovy proto dart typescript swift kotlin php"),
        Of(@"^import\s+.*\sfrom\s+['""]", "javascript typescript coffeescript html"),
        Of(@"^from\s+[\w.]+\s+import\b", "python"),
        Of(@"^package\s+[\w.]+;$", "java perl proto scala groovy kotlin"),
        Of(@"^package\s+\w+$", "go kotlin scala groovy perl"),
        Of(@"^(const|let|var)\s+.*=\s*require\(", "javascript typescript coffeescript html"),
        Of(@"^<\?php\b", "php html"),
        Of(@"^(async\s+)?def\s+\w+\s*\(.*\).*:$", "python scala nim"),
        Of(@"^class\s+\w+(\(.*\))?:$", "python nim scala"),
        Of(@"^(pub\s+)?fn\s+\w+\s*[(<]", "rust zig"),
        Of(@"^func\s+[\w(]", "go swift nim"),
        Of(@"^function\s+\w+\s*\(.*\)\s*\{$", "javascript typescript php shellscript powershell groovy scss html"),
        Of(
            @"^(public|private|protected|internal)\s+(static|sealed|abstract|partial|override|async|readonly|virtual|class|record|interface|enum|void)\b",
            "csharp java php typescript swift kotlin scala groovy dart vb powershell cpp c proto"),
        NotOf(@"^(if|elif|while|for|with|try|except|else|finally)\b.*[^:]:$", "csharp java javascript typescript go rust kotlin swift dart c cpp ruby lua shellscript sql"),
        NotOf(@"^(\}\s*else\s+)?(if|while|for|switch|foreach)\s*\(.*\)\s*\{$", "python ruby lua shellscript yaml vb julia matlab elixir fsharp haskell sql vim cmake"),
        NotOf(@"\bnew\s+[A-Z][\w.]*\s*[(<{\[]", "c elixir go kotlin lua python ruby rust swift"),
        NotOf(@";$", "python yaml"),
    ];

    /// <summary>Whether a line is written in other languages, and in one never.</summary>
    /// <param name="code">The line's code, without its indentation.</param>
    /// <param name="language">The language.</param>
    public static bool IsForeign(string code, Language language) =>
        All.Any(shape => shape.Languages.Contains(language.Name) == shape.IsOfOthers && shape.Form.IsMatch(code));

    private static LineShape Of(string form, string languages) => new(Compile(form), languages.Split(' '), IsOfOthers: false);

    private static LineShape NotOf(string form, string languages) => new(Compile(form), languages.Split(' '), IsOfOthers: true);

    private static Regex Compile(string form) => new(form, RegexOptions.CultureInvariant);
}
