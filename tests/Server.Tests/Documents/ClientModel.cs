using System.Text;
using LspCompletion.Server.Documents;

namespace LspCompletion.Server.Tests.Documents;

/// <summary>A document as a client keeps it, in the plainest way: a string, and positions found by walking through it.</summary>
internal static class ClientModel
{
    /// <summary>Every line without its break, and where it begins.</summary>
    public static IEnumerable<(int Start, int End)> Lines(string text)
    {
        int start = 0;
        for (int index = 0; index < text.Length; index++)
        {
            if (text[index] is not ('\r' or '\n'))
                continue;

            yield return (start, index);
            if (text[index] == '\r' && index + 1 < text.Length && text[index + 1] == '\n')
                index++;
            start = index + 1;
        }

        yield return (start, text.Length);
    }

    /// <summary>The position of an offset that is not within a line break or a surrogate pair.</summary>
    public static TextPosition PositionOf(string text, int offset, PositionEncoding encoding)
    {
        (int Start, int End)[] lines = [.. Lines(text)];
        int line = Array.FindLastIndex(lines, candidate => candidate.Start <= offset);
        string before = text[lines[line].Start..offset];
        return new TextPosition(line, encoding == PositionEncoding.Utf16 ? before.Length : Encoding.UTF8.GetByteCount(before));
    }

    /// <summary>The offset, or the next smaller one that is within neither a line break nor a surrogate pair.</summary>
    public static int Whole(string text, int offset) =>
        offset > 0 && offset < text.Length
            && ((text[offset - 1] == '\r' && text[offset] == '\n') || char.IsSurrogatePair(text[offset - 1], text[offset]))
            ? offset - 1
            : offset;
}
