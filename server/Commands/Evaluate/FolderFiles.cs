using LspCompletion.Engine;
using LspCompletion.Server.Commands.Sources;
using LspCompletion.Server.Files;
using LspCompletion.Server.Languages;
using LspCompletion.Server.Settings;

namespace LspCompletion.Server.Commands.Evaluate;

/// <summary>The source files of a folder: those in which suggestions are shown, by the rules that hold in an editor.</summary>
/// <param name="Files">Their names relative to the folder with forward slashes, their languages, and their texts.</param>
/// <param name="Failures">Those that can't be read, and why, one line each.</param>
internal sealed record FolderFiles(IReadOnlyList<(string Name, string LanguageId, string Text)> Files, IReadOnlyList<string> Failures)
{
    /// <summary>Of what is larger, some files are taken by chance.</summary>
    private const int MostCharacters = 64 << 20;

    private static readonly FileKind Source = new(SourceReader.LargestBytes, FollowsLinks: false);

    /// <summary>Reads them.</summary>
    /// <param name="folder">The folder, as a full path.</param>
    /// <param name="configuration">The folder's rules.</param>
    /// <param name="seed">Chooses files where there are too many.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="EngineException">There is no such folder.</exception>
    public static FolderFiles Read(string folder, WorkspaceConfiguration configuration, int seed, CancellationToken cancellationToken)
    {
        WorkspaceFiles files = configuration.Folders.Files;
        if (!Directory.Exists(folder))
            throw new EngineException($"There is no folder {folder}: name one that holds source files.");

        string[] paths =
        [
            .. FolderWalk.ForProject(files, TimeProvider.System)
                .FilesBelow(folder, extension: null, name => name is not (['.', ..] or "node_modules"), cancellationToken)
                .Where(path => configuration.Rules.IsAllowed(path, SourceLanguage.IdOf(path), out _)),
        ];
        new Random(seed).Shuffle(paths);

        List<(string, string, string)> read = [];
        List<string> failures = [];
        int characters = 0;
        foreach (string path in paths)
        {
            string name = Path.GetRelativePath(folder, path).Replace('\\', '/');
            try
            {
                if (!files.TryRead(path, Source, out byte[]? bytes, out FileRefusal? refusal))
                {
                    failures.Add($"{name}: {refusal.Words}");
                    continue;
                }

                if (bytes.Length == 0)
                    continue;

                string text = SourceReader.Read(new MemoryStream(bytes), name).Text;
                characters += text.Length;
                read.Add((name, SourceLanguage.IdOf(path), text));
            }
            catch (EngineException exception)
            {
                failures.Add(exception.Message);
            }

            if (characters > MostCharacters)
                break;
        }

        return new FolderFiles(read, failures);
    }
}
