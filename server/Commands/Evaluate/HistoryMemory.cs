using LibGit2Sharp;
using LspCompletion.Engine.Memory;
using LspCompletion.Server.Workspace;

namespace LspCompletion.Server.Commands.Evaluate;

/// <summary>
/// A project's memory as it would have been at a commit. From one commit to the next only what differs is read.
/// </summary>
/// <param name="repository">The repository.</param>
/// <param name="index">Keeps it; nobody else does.</param>
/// <param name="encode">Encodes a file.</param>
/// <param name="isRemembered">Whether a file, by its path in the repository, is remembered.</param>
internal sealed class HistoryMemory(Repository repository, ProjectMemoryIndex index, Func<string, int[]> encode, Predicate<string> isRemembered)
{
    private Tree? _tree;

    /// <summary>The memory at a commit.</summary>
    public ProjectMemory At(Commit commit)
    {
        using TreeChanges changes = repository.Diff.Compare<TreeChanges>(
            _tree, commit.Tree, new LibGit2Sharp.CompareOptions { Similarity = SimilarityOptions.None });
        foreach (TreeEntryChanges gone in changes.Where(change => change.Status == ChangeKind.Deleted))
            index.Remove(gone.Path);

        // What isn't remembered any more because it has become something else is gone, too.
        List<(string, ReadOnlyMemory<int>)> files = [];
        foreach (TreeEntryChanges change in changes.Where(change => change.Status != ChangeKind.Deleted && isRemembered(change.Path)))
        {
            if (TextOf(commit, change.Path) is { } text)
                files.Add((change.Path, encode(text)));
            else
                index.Remove(change.Path);
        }

        index.Set(files);
        _tree = commit.Tree;
        return index.Current;
    }

    private static string? TextOf(Commit commit, string path)
    {
        // A partial clone has no object for what wasn't asked for.
        if (commit[path]?.Target is not Blob { IsBinary: false, Size: <= RememberedSource.MostBytes } blob)
            return null;

        using var bytes = new MemoryStream();
        using (Stream content = blob.GetContentStream())
            content.CopyTo(bytes);
        return RememberedSource.TryRead(bytes.ToArray(), out string? text) ? text : null;
    }
}
