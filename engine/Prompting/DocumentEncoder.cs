using System.Buffers;
using LspCompletion.Engine.Tokenization;

namespace LspCompletion.Engine.Prompting;

/// <summary>
/// Encodes pieces of a document as the model was shown text in training: lines end in LF, and tabs are spaces where
/// the format says so. Only the piece is rewritten, never the document.
/// </summary>
internal sealed class DocumentEncoder(ModelTokenizer tokenizer, int? tabWidth)
{
    private readonly SearchValues<char> _rewritten = SearchValues.Create(tabWidth is null ? "\r" : "\r\t");

    /// <summary>Appends the ids of a piece.</summary>
    public void Encode(ReadOnlySpan<char> text, List<int> ids)
    {
        if (!text.ContainsAny(_rewritten))
        {
            tokenizer.EncodeFragment(text, ids);
            return;
        }

        char[] buffer = ArrayPool<char>.Shared.Rent(text.Length * Math.Max(1, tabWidth ?? 1));
        tokenizer.EncodeFragment(buffer.AsSpan(0, Rewrite(text, buffer)), ids);
        ArrayPool<char>.Shared.Return(buffer);
    }

    private int Rewrite(ReadOnlySpan<char> text, Span<char> target)
    {
        int length = 0;
        while (text.IndexOfAny(_rewritten) is var index and >= 0)
        {
            text[..index].CopyTo(target[length..]);
            length += index;
            if (text[index] == '\t')
            {
                target.Slice(length, tabWidth!.Value).Fill(' ');
                length += tabWidth.Value;
            }
            else if (index + 1 == text.Length || text[index + 1] != '\n')
            {
                target[length++] = '\n';
            }

            text = text[(index + 1)..];
        }

        text.CopyTo(target[length..]);
        return length + text.Length;
    }
}
