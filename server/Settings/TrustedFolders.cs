using System.Collections.Immutable;

namespace LspCompletion.Server.Settings;

/// <summary>
/// The folders that the user trusts, with all that lies below them: whole paths, or <c>*</c> for every folder. Two lists of
/// the same entries are equal.
/// </summary>
internal sealed class TrustedFolders(ImmutableArray<string> entries) : IEquatable<TrustedFolders>
{
    private const string Every = "*";

    /// <summary>Every folder.</summary>
    public static TrustedFolders All { get; } = new([Every]);

    /// <summary>The entries, as the user wrote them.</summary>
    public IReadOnlyList<string> Entries => entries;

    /// <summary>Whether a text may be an entry.</summary>
    public static bool IsEntry(string text) => text == Every || Path.IsPathFullyQualified(text);

    /// <summary>
    /// Whether all folders of a window are trusted. Of a window without folders nothing is read, so there is nothing to
    /// distrust.
    /// </summary>
    public bool Trust(WorkspaceFolders folders) => entries.Contains(Every) || Name(folders);

    /// <summary>Whether all folders of a window are trusted by their names: enough for running what they bring.</summary>
    public bool Name(WorkspaceFolders folders) => folders.Uris.All(IsBelowEntry);

    /// <inheritdoc/>
    public bool Equals(TrustedFolders? other) => other is not null && Entries.SequenceEqual(other.Entries, StringComparer.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as TrustedFolders);

    /// <inheritdoc/>
    public override int GetHashCode() => entries.Aggregate(entries.Length, (hash, entry) => HashCode.Combine(hash, entry));

    /// <summary>Whether a folder is an entry, or lies below one; what is no folder of this machine has no path to compare.</summary>
    private bool IsBelowEntry(string folderUri) => DocumentLocation.Parse(folderUri).File is { } folder
        && entries.Any(entry => entry != Every && Holds(entry, folder));

    /// <summary>Compares names only, in the way of the system: a folder need not be there.</summary>
    private static bool Holds(string trusted, string folder)
    {
        string relative = Path.GetRelativePath(trusted, folder);
        return !Path.IsPathRooted(relative) && relative.Split(Path.DirectorySeparatorChar)[0] != "..";
    }
}
