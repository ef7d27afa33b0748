using LspCompletion.Server.Files;
using LspCompletion.Server.Settings;

namespace LspCompletion.Server.Context;

/// <summary>Lists the names of the files beside a document. None of them is opened.</summary>
internal static class SiblingFiles
{
    private const int MostNames = 12;

    /// <summary>So many files are looked at; in larger folders names say little.</summary>
    private const int MostFiles = 200;

    /// <summary>So many files and folders of any kind are looked at on the way.</summary>
    private const int MostEntries = 5_000;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    private static readonly WorkspaceFiles Files = new([]);

    /// <summary>The names of files of the document's kind, in alphabetical order; none if the document isn't on disk.</summary>
    /// <param name="uri">The document.</param>
    /// <param name="mayBeShown">Whether a file, by its path, may be named.</param>
    public static IReadOnlyList<string> NamesBeside(string uri, Func<string, bool> mayBeShown)
    {
        if (DocumentLocation.Parse(uri).File is not { } file
            || Path.GetDirectoryName(file) is not { } folder || Path.GetExtension(file) is not { Length: > 1 } extension)
        {
            return [];
        }

        // The folder may not be there: the document may be new.
        return
        [
            .. new FolderWalk(Files, TimeProvider.System, MostEntries, Limit).FilesIn(folder, extension)
                .Take(MostFiles)
                .Where(path => path != file && mayBeShown(path))
                .Take(MostNames)
                .Select(path => Path.GetFileName(path)),
        ];
    }
}
