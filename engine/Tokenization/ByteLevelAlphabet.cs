using System.Text;

namespace LspCompletion.Engine.Tokenization;

/// <summary>
/// GPT-2's alphabet, in which byte-level vocabularies spell their tokens: a printable Latin-1 character stands for the
/// byte of its own code; the other bytes, in order, are U+0100, U+0101 and so on (bytes_to_unicode in GPT-2's
/// encoder.py).
/// </summary>
internal static class ByteLevelAlphabet
{
    private const int AfterLast = 0x144;

    /// <summary>The byte of every character of the alphabet; -1 for the characters that are not in it.</summary>
    private static readonly short[] Bytes = BuildBytes();

    /// <summary>Appends the bytes that a token, as its vocabulary spells it, stands for.</summary>
    /// <remarks>A token with any other character stands for itself, as in Hugging Face's decoder.</remarks>
    public static void AppendBytes(string token, List<byte> bytes)
    {
        int start = bytes.Count;
        foreach (char character in token)
        {
            if (character >= AfterLast || Bytes[character] < 0)
            {
                bytes.RemoveRange(start, bytes.Count - start);
                bytes.AddRange(Encoding.UTF8.GetBytes(token));
                return;
            }

            bytes.Add((byte)Bytes[character]);
        }
    }

    private static short[] BuildBytes()
    {
        var bytes = new short[AfterLast];
        Array.Fill(bytes, (short)-1);
        int next = 0x100;
        for (int code = 0; code <= byte.MaxValue; code++)
        {
            bool isPrintable = (char)code is (>= '!' and <= '~') or (>= '¡' and <= '¬') or (>= '®' and <= 'ÿ');
            bytes[isPrintable ? code : next++] = (short)code;
        }

        return bytes;
    }
}
