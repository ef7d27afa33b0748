using LspCompletion.Engine;

namespace LspCompletion.Server.Languages;

/// <summary>A programming language, as files are named after it.</summary>
/// <param name="Name">Its identifier, as the Language Server Protocol spells it where it does.</param>
/// <param name="Extensions">The endings of its files, the usual one first.</param>
internal sealed record SourceLanguage(string Name, params IReadOnlyList<string> Extensions)
{
    /// <summary>The languages that are known by their files' names.</summary>
    public static IReadOnlyList<SourceLanguage> All { get; } =
    [
        new("c", ".c", ".h"),
        new("clojure", ".clj", ".cljs", ".cljc"),
        new("cpp", ".cpp", ".cc", ".cxx", ".hpp", ".hh", ".hxx"),
        new("csharp", ".cs", ".csx"),
        new("css", ".css"),
        new("dart", ".dart"),
        new("dockerfile", ".dockerfile"),
        new("elixir", ".ex", ".exs"),
        new("erlang", ".erl", ".hrl"),
        new("fsharp", ".fs", ".fsx", ".fsi"),
        new("go", ".go"),
        new("groovy", ".groovy", ".gradle"),
        new("haskell", ".hs"),
        new("html", ".html", ".htm"),
        new("java", ".java"),
        new("javascript", ".js", ".mjs", ".cjs", ".jsx"),
        new("json", ".json", ".jsonc"),
        new("julia", ".jl"),
        new("kotlin", ".kt", ".kts"),
        new("less", ".less"),
        new("lua", ".lua"),
        new("makefile", ".mk"),
        new("markdown", ".md", ".markdown"),
        new("objective-c", ".m"),
        new("ocaml", ".ml", ".mli"),
        new("perl", ".pl", ".pm"),
        new("php", ".php"),
        new("powershell", ".ps1", ".psm1", ".psd1"),
        new("python", ".py", ".pyi"),
        new("r", ".r"),
        new("razor", ".razor", ".cshtml"),
        new("ruby", ".rb", ".rake"),
        new("rust", ".rs"),
        new("scala", ".scala", ".sc"),
        new("scss", ".scss", ".sass"),
        new("shellscript", ".sh", ".bash", ".zsh"),
        new("sql", ".sql"),
        new("swift", ".swift"),
        new("toml", ".toml"),
        new("typescript", ".ts", ".mts", ".cts", ".tsx"),
        new("vb", ".vb"),
        new("vue", ".vue"),
        new("xml", ".xml", ".csproj", ".props", ".targets", ".xaml"),
        new("yaml", ".yaml", ".yml"),
        new("zig", ".zig"),
    ];

    /// <summary>
    /// The name under which the model sees the file: its own where that tells the language, otherwise with the ending
    /// that <paramref name="languageName"/> asks for.
    /// </summary>
    /// <param name="path">The file's path.</param>
    /// <param name="languageName">The language, where the user named one.</param>
    /// <exception cref="EngineException">The language is not known, neither from the path nor by its name.</exception>
    public static string PathInLanguage(string path, string? languageName)
    {
        SourceLanguage? ofPath = All.FirstOrDefault(language => language.Owns(path));
        if (languageName is null)
        {
            return ofPath is not null ? path : throw new EngineException(
                $"The language of {path} is unknown: name it, for example with --language csharp.");
        }

        SourceLanguage named = All.FirstOrDefault(language => language.Name == languageName)
            ?? throw new EngineException(
                $"The language {languageName} is unknown: name one of {string.Join(", ", All.Select(language => language.Name))}.");
        return named == ofPath ? path : Path.ChangeExtension(path, named.Extensions[0]);
    }

    /// <summary>The identifier of a path's language; <c>plaintext</c> if it is not known.</summary>
    public static string IdOf(string path) => All.FirstOrDefault(language => language.Owns(path))?.Name ?? "plaintext";

    private bool Owns(string path)
    {
        string fileName = Path.GetFileName(path);
        return fileName.Equals(Name, StringComparison.OrdinalIgnoreCase)
            || Extensions.Contains(Path.GetExtension(fileName), StringComparer.OrdinalIgnoreCase);
    }
}
