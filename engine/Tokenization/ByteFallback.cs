using System.Buffers;
using System.Globalization;
using System.Text;

namespace LspCompletion.Engine.Tokenization;

/// <summary>
/// The byte fallback of Llama 2's kind of vocabulary: a character that is no token is spelled with the tokens
/// <c>&lt;0x00&gt;</c> to <c>&lt;0xFF&gt;</c> of its UTF-8 bytes. Microsoft.ML.Tokenizers' BPE knows no such tokens, and
/// its SentencePiece reads no tokenizer.json. So its BPE is given each of these tokens under the name of one character
/// that no text has, a lone low surrogate, and texts in which these characters already stand for the bytes. Everything
/// else, merging above all, is left to the library.
/// </summary>
/// <remarks>
/// This kind has no pre-tokenizer: a whole file would be one word, slow to merge and never found in a cache. But
/// a merge joins the last character of its left part to the first of its right part. Between two characters that no
/// merge joins in this way no token can ever stand, so the text may be cut there without changing its tokens.
/// </remarks>
internal sealed class ByteFallback
{
    /// <summary>The stand-in of byte 0; those of the other bytes follow.</summary>
    private const char FirstStandIn = '\uDC00';

    /// <summary>SentencePiece's stand-in for the space.</summary>
    private const char Space = '▁';

    private readonly HashSet<Rune> _known = [];
    private readonly HashSet<(char Left, char Right)> _joined = [];

    public ByteFallback(TokenizerFile file)
    {
        int byteTokens = 0;
        foreach ((string token, _) in file.Vocabulary)
        {
            if (IsByteToken(token))
                byteTokens++;
            else if (Rune.DecodeFromUtf16(token, out Rune rune, out int length) == OperationStatus.Done
                && length == token.Length)
            {
                _known.Add(rune);
            }
        }

        if (byteTokens != byte.MaxValue + 1)
        {
            throw file.Unsupported(
                "byte fallback with", $"{byteTokens} of the 256 byte tokens",
                "byte fallback with all of <0x00> to <0xFF>");
        }

        foreach (string merge in file.Merges)
        {
            int space = merge.IndexOf(' ', StringComparison.Ordinal);
            if (space > 0 && space < merge.Length - 1)
                _joined.Add((merge[space - 1], merge[space + 1]));
        }
    }

    /// <summary>Whether a token stands for one byte, being spelled like <c>&lt;0x0A&gt;</c>.</summary>
    public static bool IsByteToken(string token) => TryGetByte(token, out _);

    /// <summary>The name under which the library knows a token.</summary>
    public static string NameInLibrary(string token) =>
        TryGetByte(token, out byte value) ? ((char)(FirstStandIn + value)).ToString() : token;

    /// <summary>Appends the bytes that a token stands for.</summary>
    public static void AppendBytes(string token, List<byte> bytes)
    {
        if (TryGetByte(token, out byte value))
            bytes.Add(value);
        else
            bytes.AddRange(Encoding.UTF8.GetBytes(token.Replace(Space, ' ')));
    }

    /// <summary>Replaces every character that is no token by the stand-ins of its bytes.</summary>
    public ReadOnlySpan<char> Spell(ReadOnlySpan<char> text)
    {
        StringBuilder? spelled = null;
        Span<byte> bytes = stackalloc byte[4];
        int copied = 0;
        int position = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (!_known.Contains(rune))
            {
                spelled ??= new StringBuilder(text.Length * 2);
                spelled.Append(text[copied..position]);
                foreach (byte value in bytes[..rune.EncodeToUtf8(bytes)])
                    spelled.Append((char)(FirstStandIn + value));
                copied = position + rune.Utf16SequenceLength;
            }

            position += rune.Utf16SequenceLength;
        }

        return spelled is null ? text : spelled.Append(text[copied..]).ToString();
    }

    /// <summary>Cuts a piece of a spelled text wherever no token can stand across the cut.</summary>
    /// <param name="text">The whole text.</param>
    /// <param name="offset">Where the piece to cut starts.</param>
    /// <param name="length">Its length.</param>
    /// <param name="pieces">Takes the pieces, by their place in the whole text.</param>
    public void Cut(ReadOnlySpan<char> text, int offset, int length, List<(int Offset, int Length)> pieces)
    {
        int start = offset;
        int end = offset + length;
        for (int i = start + 1; i < end; i++)
        {
            if (!char.IsHighSurrogate(text[i - 1]) && !_joined.Contains((text[i - 1], text[i])))
            {
                pieces.Add((start, i - start));
                start = i;
            }
        }

        if (start < end)
            pieces.Add((start, end - start));
    }

    private static bool TryGetByte(string token, out byte value)
    {
        value = 0;
        return token is ['<', '0', 'x', _, _, '>']
            && !token.AsSpan(3, 2).ContainsAnyInRange('a', 'f')
            && byte.TryParse(
                token.AsSpan(3, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
    }
}
