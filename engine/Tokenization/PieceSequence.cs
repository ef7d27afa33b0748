using System.Diagnostics;
using Microsoft.ML.Tokenizers;

namespace LspCompletion.Engine.Tokenization;

/// <summary>
/// Cuts text into the pieces within which tokens are merged: the splitters of a tokenizer.json one after the other,
/// each on every piece that the one before it made, then the cuts that byte fallback allows.
/// </summary>
/// <remarks>
/// The library's own RegexPreTokenizer drops what its pattern doesn't match, and without a pre-tokenizer the library
/// drops white space; here every character ends up in a piece unless the file itself says "Removed".
/// </remarks>
internal sealed class PieceSequence(IReadOnlyList<PieceSplitter> splitters, ByteFallback? byteFallback) : PreTokenizer
{
    public override IEnumerable<(int Offset, int Length)> PreTokenize(string text) => PreTokenize(text.AsSpan());

    public override IEnumerable<(int Offset, int Length)> PreTokenize(ReadOnlySpan<char> text)
    {
        List<(int Offset, int Length)> pieces = SplitByCharacters(text);
        if (byteFallback is null)
            return pieces;

        List<(int Offset, int Length)> cut = new(pieces.Count);
        foreach ((int offset, int length) in pieces)
            byteFallback.Cut(text, offset, length, cut);
        return cut;
    }

    private List<(int Offset, int Length)> SplitByCharacters(ReadOnlySpan<char> text)
    {
        if (splitters.Count == 0 || !text.ContainsAnyInRange('\uD800', '\uDFFF'))
            return Split(text);

        CharacterStandIns.Replace(text, out char[] units, out int[] offsets);
        List<(int Offset, int Length)> pieces = Split(units);
        for (int i = 0; i < pieces.Count; i++)
        {
            (int offset, int length) = pieces[i];
            pieces[i] = (offsets[offset], offsets[offset + length] - offsets[offset]);
        }

        return pieces;
    }

    private List<(int Offset, int Length)> Split(ReadOnlySpan<char> text)
    {
        List<(int Offset, int Length)> pieces = new(1 + text.Length / 4) { (0, text.Length) };
        List<(int Offset, int Length)> next = new(pieces.Capacity);
        long start = Stopwatch.GetTimestamp();
        foreach (PieceSplitter splitter in splitters)
        {
            foreach ((int offset, int length) in pieces)
                splitter.Split(text, offset, length, next, start);
            (pieces, next) = (next, pieces);
            next.Clear();
        }

        return pieces;
    }
}
