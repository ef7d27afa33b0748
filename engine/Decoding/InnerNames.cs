using System.Text;

namespace LspCompletion.Engine.Decoding;

/// <summary>
/// Finds names that begin within a token, which many vocabularies have for a dot with what follows it: a constraint that
/// begins behind the dot comes too late for them. A token is looked at once it has been chosen, so that the guide is asked
/// no more often than if the dot had been written alone; where it doesn't fit, all tokens that begin alike and don't fit
/// are taken out, and another is chosen. Used by one thread.
/// </summary>
internal sealed class InnerNames(NameTokens tokens, INameGuide guide)
{
    private char[] _text = new char[256];

    /// <summary>What is known of the name that the last token ends within; <see langword="null"/> if it ends within none.</summary>
    public AllowedNames? Begun { get; private set; }

    /// <summary>Names within the last token that the guide knew.</summary>
    public int Known { get; private set; }

    /// <summary>Whether the names that begin within a token may come there.</summary>
    /// <param name="token">The token.</param>
    /// <param name="written">The completion before it.</param>
    /// <param name="repeated">How many of its bytes stand in the document already.</param>
    /// <param name="logits">
    /// <c>[vocabulary]</c>; where the token may not come, it gets minus infinity, as all that may not come for the same reason.
    /// </param>
    public bool Allows(int token, ReadOnlySpan<char> written, int repeated, Span<float> logits)
    {
        Forget();
        ReadOnlySpan<byte> bytes = tokens.Trie.Tokenizer.GetBytes(token);
        for (int start = tokens.NextInnerName(token, repeated + 1); start >= 0; start = tokens.NextInnerName(token, start + 1))
        {
            // How a name may stand behind a blank is decided before the blank.
            if (Ask(written, bytes[repeated..start]) is not { Names.Count: > 0, Placement: not NamePlacement.BehindBlank } names)
                continue;

            if (!Fits(bytes[start..], names.Names))
            {
                Exclude(bytes[..start], names.Names, logits);
                return false;
            }

            Known++;
            if (NameTokens.LengthOfName(bytes[start..]) == bytes.Length - start)
                Begun = Begin(Encoding.UTF8.GetString(bytes[start..]), names.Names);
        }

        return true;
    }

    /// <summary>Forgets the last token.</summary>
    public void Forget() => (Begun, Known) = (null, 0);

    private AllowedNames? Ask(ReadOnlySpan<char> written, ReadOnlySpan<byte> piece)
    {
        if (_text.Length < written.Length + piece.Length)
            _text = new char[2 * (written.Length + piece.Length)];
        written.CopyTo(_text);
        int length = Encoding.UTF8.GetChars(piece, _text.AsSpan(written.Length));
        return guide.NamesAfter(_text.AsSpan(0, written.Length + length));
    }

    private static AllowedNames? Begin(string typed, IReadOnlyList<string> names)
    {
        string[] matching = [.. names.Where(name => name.StartsWith(typed, StringComparison.Ordinal))];
        return matching.Length == 0 ? null : new AllowedNames(matching, typed.Length, NamePlacement.Here);
    }

    /// <summary>Takes out the tokens that go on behind a beginning with a name that doesn't fit.</summary>
    private void Exclude(ReadOnlySpan<byte> beginning, IReadOnlyList<string> names, Span<float> logits)
    {
        // Most are told apart by their first letter.
        Span<bool> firsts = stackalloc bool[128];
        firsts.Clear();
        for (int i = 0; i < names.Count; i++)
        {
            if (names[i][0] < firsts.Length)
                firsts[names[i][0]] = true;
        }

        foreach (int id in tokens.Trie.Beginning(beginning))
        {
            ReadOnlySpan<byte> end = tokens.Trie.Tokenizer.GetBytes(id)[beginning.Length..];
            if (NameTokens.LengthOfName(end) > 0 && (!firsts[end[0]] || !Fits(end, names)))
                logits[id] = float.NegativeInfinity;
        }
    }

    /// <summary>Whether a token's end is one of some names with what follows it, or the beginning of one.</summary>
    private static bool Fits(ReadOnlySpan<byte> end, IReadOnlyList<string> names)
    {
        int length = NameTokens.LengthOfName(end);
        for (int i = 0; i < names.Count; i++)
        {
            bool hasLength = length < end.Length ? names[i].Length == length : names[i].Length >= length;
            if (hasLength && Ascii.Equals(end[..length], names[i].AsSpan(0, length)))
                return true;
        }

        return false;
    }
}
