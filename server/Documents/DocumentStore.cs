using System.Diagnostics.CodeAnalysis;

namespace LspCompletion.Server.Documents;

/// <summary>
/// The documents that are open in the client. Used by the one that reads messages in their order, and nobody else: the
/// others get snapshots.
/// </summary>
/// <remarks>
/// When a change makes no sense, what the client shows is no longer known. Such a document is out of sync: nothing is
/// served from it until its whole text comes, by a change without a range or by being opened again.
/// </remarks>
/// <param name="encoding">What the client's positions count.</param>
internal sealed class DocumentStore(PositionEncoding encoding)
{
    private readonly Dictionary<string, DocumentSnapshot> _documents = new(StringComparer.Ordinal);
    private readonly HashSet<string> _outOfSync = new(StringComparer.Ordinal);

    /// <summary>What the client's positions count.</summary>
    public PositionEncoding Encoding => encoding;

    /// <summary>Takes a document that the client opened, in place of one that was open under the same name.</summary>
    /// <returns>The document that was open.</returns>
    public DocumentSnapshot? Open(DocumentSnapshot document)
    {
        TryGet(document.Uri, out DocumentSnapshot? before);
        _documents[document.Uri] = document;
        _outOfSync.Remove(document.Uri);
        return before;
    }

    /// <summary>Makes changes one after the other: each counts its positions in the text that the one before left.</summary>
    /// <param name="uri">The document's name.</param>
    /// <param name="version">Its version afterwards; <see langword="null"/> if the client doesn't count.</param>
    /// <param name="changes">The changes; <see langword="null"/> if they could not be read.</param>
    public DocumentChange Change(string uri, int? version, IReadOnlyList<TextChange>? changes)
    {
        if (!_documents.TryGetValue(uri, out DocumentSnapshot? before))
            return new DocumentChange(null, null, 0, "a change to a document that is not open is left out");

        bool isKnown = !_outOfSync.Contains(uri);
        DocumentSnapshot? known = isKnown ? before : null;
        string? problem = version <= before.Version && isKnown
            ? $"version {version} comes after version {before.Version}"
            : null;

        DocumentText text = before.Text;
        int start = text.Length;
        foreach (TextChange change in changes ?? [])
        {
            if (change.Range is not { } range)
                isKnown = true;
            else if (range.End.CompareTo(range.Start) < 0)
                (isKnown, problem) = (false, $"a change from {range.Start} to {range.End} ends before it begins");

            if (isKnown)
                text = Apply(text, change, ref start);
        }

        if (changes is null)
            (isKnown, problem) = (false, "a change could not be read");

        DocumentSnapshot after = before with { Version = version ?? before.Version + 1, Text = text };
        _documents[uri] = after;
        if (isKnown)
            _outOfSync.Remove(uri);
        else
            _outOfSync.Add(uri);
        return new DocumentChange(known, isKnown ? after : null, start, problem);
    }

    /// <summary>Forgets a document that the client closed.</summary>
    /// <returns>The document; <see langword="null"/> if it was not open, or out of sync.</returns>
    public DocumentSnapshot? Close(string uri)
    {
        TryGet(uri, out DocumentSnapshot? before);
        _documents.Remove(uri);
        _outOfSync.Remove(uri);
        return before;
    }

    /// <summary>The document as it is now, if it is open and in sync.</summary>
    public bool TryGet(string uri, [NotNullWhen(true)] out DocumentSnapshot? document)
    {
        document = _outOfSync.Contains(uri) ? null : _documents.GetValueOrDefault(uri);
        return document is not null;
    }

    private DocumentText Apply(DocumentText text, TextChange change, ref int firstChange)
    {
        int start, end;
        ReadOnlySpan<char> replacement = change.Text;
        if (change.Range is { } range)
        {
            start = text.OffsetOf(range.Start, encoding);
            end = Math.Max(start, text.OffsetOf(range.End, encoding));
        }
        else
        {
            // Most of the text is the same as a rule: keep that, so that the next suggestion can build on it.
            start = text.CommonPrefixLength(replacement);
            int common = text.CommonSuffixLength(replacement[start..]);
            end = Math.Max(start, text.Length - common);
            common = text.Length - end;
            replacement = replacement[start..^common];
        }

        firstChange = Math.Min(firstChange, start);
        return text.Replace(start, end, replacement);
    }
}
