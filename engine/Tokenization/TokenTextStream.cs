using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace LspCompletion.Engine.Tokenization;

/// <summary>
/// Turns tokens into text as they come. A token may end within a character: its bytes are kept until the character is
/// whole, so each character appears once. Bytes that can be no part of any character become U+FFFD.
/// </summary>
/// <remarks>
/// The text is that of a fragment: a space that leads it is text, and is kept. Nothing is allocated for a token but by
/// the text's own growing.
/// </remarks>
[SuppressMessage("Naming", "CA1711", Justification = "A stream of text, in the word's first sense.")]
public sealed class TokenTextStream
{
    private readonly ModelTokenizer _tokenizer;
    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
    private char[] _characters = new char[64];
    private int _bytesToSkip;

    /// <summary>Starts a text.</summary>
    /// <param name="tokenizer">The tokenizer whose tokens come.</param>
    /// <param name="bytesToSkip">
    /// How many bytes at the beginning are not shown, because they stand in the document already: see
    /// <see cref="TokenHealing.RepeatedBytes"/>.
    /// </param>
    public TokenTextStream(ModelTokenizer tokenizer, int bytesToSkip = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytesToSkip);
        _tokenizer = tokenizer;
        _bytesToSkip = bytesToSkip;
    }

    /// <summary>Appends the characters that a token makes whole. A special token appends nothing.</summary>
    public void Append(int token, StringBuilder text)
    {
        ReadOnlySpan<byte> bytes = _tokenizer.GetBytes(token);
        int skipped = Math.Min(_bytesToSkip, bytes.Length);
        _bytesToSkip -= skipped;
        Decode(bytes[skipped..], text, flush: false);
    }

    /// <summary>Ends the text: appends U+FFFD for a character that was not finished.</summary>
    public void Flush(StringBuilder text) => Decode([], text, flush: true);

    private void Decode(ReadOnlySpan<byte> bytes, StringBuilder text, bool flush)
    {
        int most = Encoding.UTF8.GetMaxCharCount(bytes.Length);
        if (_characters.Length < most)
            _characters = new char[most * 2];
        int count = _decoder.GetChars(bytes, _characters, flush);
        text.Append(_characters, 0, count);
    }
}
