using LspCompletion.Server.Languages;
using LspCompletion.Tests;

namespace LspCompletion.Server.Tests.Languages;

/// <summary>Source files that are whole: those of this repository, and the fixtures in other languages.</summary>
internal static class SourceFiles
{
    private static readonly string[] Folders = ["client-vscode/src", "engine", "server", "tests/Engine.Tests", "tests/Server.Tests", "tests/EndToEnd.Tests", "tests/Samples"];

    /// <summary>The fixtures, each with its language.</summary>
    public static IReadOnlyList<(string Path, string LanguageId)> Fixtures { get; } =
        [.. Find(RepositoryPaths.Fixture("Sources")), .. Find(RepositoryPaths.Fixture("Sweep"))];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<(string Path, string LanguageId)> All { get; } =
        [.. Fixtures, .. Folders.SelectMany(folder => Find(Path.Combine([RepositoryPaths.Root, .. folder.Split('/')])))];

    /// <summary>A file's text, its lines ended by line feeds.</summary>
    public static string Read(string path) => File.ReadAllText(path).ReplaceLineEndings("\n");

    private static List<(string Path, string LanguageId)> Find(string folder) =>
    [
        .. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(path => !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
                && !path.Contains($"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
                && !path.EndsWith(".lock.json", StringComparison.Ordinal))
            .Select(path => (path, LanguageOf(path)))
            .Where(file => file.Item2.Length > 0)
            .OrderBy(file => file.path, StringComparer.Ordinal),
    ];

    private static string LanguageOf(string path) => Path.GetExtension(path) switch
    {
        ".cmake" => "cmake",
        ".tf" => "terraform",
        ".md" => "",
        _ => SourceLanguage.IdOf(path) is var id && id != "plaintext" ? id : "",
    };
}
