using System.Collections;
using System.Collections.Immutable;

namespace LspCompletion.Server.Settings;

/// <summary>Patterns of files, in the order in which they count. Two lists with the same patterns are equal.</summary>
internal sealed class GlobList(ImmutableArray<string> globs) : IReadOnlyList<string>, IEquatable<GlobList>
{
    /// <summary>No pattern.</summary>
    public static GlobList Empty { get; } = new([]);

    /// <inheritdoc/>
    public int Count => globs.Length;

    /// <inheritdoc/>
    public string this[int index] => globs[index];

    /// <inheritdoc/>
    public IEnumerator<string> GetEnumerator() => ((IEnumerable<string>)globs).GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(GlobList? other) => other is not null && this.SequenceEqual(other);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as GlobList);

    /// <inheritdoc/>
    public override int GetHashCode() =>
        globs.Aggregate(globs.Length, (hash, glob) => HashCode.Combine(hash, glob));

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
