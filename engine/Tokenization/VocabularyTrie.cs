using System.Buffers.Binary;

namespace LspCompletion.Engine.Tokenization;

/// <summary>
/// Finds the tokens that may come next when the text to come must begin with given bytes.
/// </summary>
/// <remarks>
/// The trie is kept as the ids of all tokens with text, in the order of their bytes: a node, the tokens that share their
/// first bytes, is a range of it. That is 4 bytes a token. Instances may be used from several threads at once.
/// </remarks>
public sealed class VocabularyTrie
{
    private readonly int[] _ids;

    /// <summary>Builds the trie over all tokens that stand for text.</summary>
    public VocabularyTrie(ModelTokenizer tokenizer)
    {
        Tokenizer = tokenizer;
        _ids = Sort(tokenizer);
    }

    /// <summary>The tokenizer whose vocabulary this is.</summary>
    public ModelTokenizer Tokenizer { get; }

    /// <summary>Whether a token begins with <paramref name="bytes"/> and goes on.</summary>
    public bool HasLonger(ReadOnlySpan<byte> bytes)
    {
        // Tokens that go on sort after those that end here.
        ReadOnlySpan<int> ids = Beginning(bytes);
        return !ids.IsEmpty && Tokenizer.GetBytes(ids[^1]).Length > bytes.Length;
    }

    /// <summary>The tokens that begin with <paramref name="bytes"/>, in the order of their bytes.</summary>
    public ReadOnlySpan<int> Beginning(ReadOnlySpan<byte> bytes)
    {
        Range node = ..;
        for (int depth = 0; depth < bytes.Length; depth++)
            node = Child(node, bytes[depth], depth);
        return _ids.AsSpan(node);
    }

    /// <summary>
    /// Appends every token that may come next when the text to come must begin with <paramref name="required"/>: first
    /// the tokens whose bytes are a proper, non-empty prefix of it, then those whose bytes begin with it. If it is empty,
    /// these are all tokens with text.
    /// </summary>
    public void CollectContinuations(ReadOnlySpan<byte> required, List<int> tokens)
    {
        Range node = ..;
        for (int length = 1; length <= required.Length; length++)
        {
            node = Child(node, required[length - 1], length - 1);
            ReadOnlySpan<int> ids = _ids.AsSpan(node);
            if (ids.IsEmpty)
                return;

            if (length < required.Length)
            {
                // A node's own token, or several that stand for the same bytes, come before all that go on from it.
                for (int i = 0; i < ids.Length && Tokenizer.GetBytes(ids[i]).Length == length; i++)
                    tokens.Add(ids[i]);
            }
        }

        tokens.AddRange(_ids.AsSpan(node));
    }

    /// <summary>
    /// Appends every token that spells a beginning of <paramref name="text"/>, and every one that spells all of it and
    /// goes on with a byte that may follow.
    /// </summary>
    /// <param name="text">The text; not empty.</param>
    /// <param name="skipped">Beginnings of no more than this length are left out.</param>
    /// <param name="mayFollow">Whether a byte may follow the text within a token.</param>
    /// <param name="tokens">Takes the tokens.</param>
    public void CollectSpelling(ReadOnlySpan<byte> text, int skipped, Func<byte, bool> mayFollow, List<int> tokens)
    {
        Range node = ..;
        for (int length = 1; length <= text.Length; length++)
        {
            node = Child(node, text[length - 1], length - 1);
            ReadOnlySpan<int> ids = _ids.AsSpan(node);
            if (ids.IsEmpty)
                return;

            int own = 0;
            for (; own < ids.Length && Tokenizer.GetBytes(ids[own]).Length == length; own++)
            {
                if (length > skipped)
                    tokens.Add(ids[own]);
            }

            if (length < text.Length)
                continue;

            for (; own < ids.Length; own++)
            {
                if (mayFollow(Tokenizer.GetBytes(ids[own])[length]))
                    tokens.Add(ids[own]);
            }
        }
    }

    /// <summary>The part of a node, whose tokens share a number of bytes, in which a given byte follows.</summary>
    private Range Child(Range node, byte next, int depth)
    {
        (int offset, int length) = node.GetOffsetAndLength(_ids.Length);
        int start = LowerBound(offset, offset + length, next, depth);
        return start..LowerBound(start, offset + length, next + 1, depth);
    }

    /// <summary>The first token in a part of a node whose byte at a depth is not less than a value.</summary>
    private int LowerBound(int start, int end, int value, int depth)
    {
        while (start < end)
        {
            int middle = (start + end) >>> 1;
            ReadOnlySpan<byte> bytes = Tokenizer.GetBytes(_ids[middle]);
            int found = depth < bytes.Length ? bytes[depth] : -1;
            if (found < value)
                start = middle + 1;
            else
                end = middle;
        }

        return start;
    }

    private static int[] Sort(ModelTokenizer tokenizer)
    {
        // Comparing the first eight bytes as one number is several times faster than comparing spans.
        var heads = new ulong[tokenizer.VocabularySize];
        var ids = new int[heads.Length];
        int count = 0;
        Span<byte> padded = stackalloc byte[sizeof(ulong)];
        for (int id = 0; id < heads.Length; id++)
        {
            ReadOnlySpan<byte> bytes = tokenizer.GetBytes(id);
            if (bytes.IsEmpty)
                continue;

            padded.Clear();
            bytes[..Math.Min(bytes.Length, padded.Length)].CopyTo(padded);
            heads[count] = BinaryPrimitives.ReadUInt64BigEndian(padded);
            ids[count++] = id;
        }

        Array.Sort(heads, ids, 0, count);
        for (int start = 0; start < count;)
        {
            int end = start + 1;
            while (end < count && heads[end] == heads[start])
                end++;
            if (end - start > 1)
            {
                ids.AsSpan(start, end - start).Sort((left, right) =>
                {
                    int order = tokenizer.GetBytes(left).SequenceCompareTo(tokenizer.GetBytes(right));
                    return order != 0 ? order : left.CompareTo(right);
                });
            }

            start = end;
        }

        return ids[..count];
    }
}
