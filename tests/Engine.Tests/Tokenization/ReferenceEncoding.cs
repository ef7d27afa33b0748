using System.Text;
using LspCompletion.Engine.Tokenization;

namespace LspCompletion.Engine.Tests.Tokenization;

/// <summary>
/// Byte pair encoding with byte fallback in its plainest form: of all pairs that stand side by side, the one whose merge
/// comes first is merged, until no merge is left. The whole text is one word.
/// </summary>
internal sealed class ReferenceEncoding
{
    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Left, string Right), int> _ranks = [];

    public ReferenceEncoding(string path)
    {
        TokenizerFile file = TokenizerFile.Read(path);
        foreach ((string token, int id) in file.Vocabulary)
            _ids.Add(token, id);
        foreach (string merge in file.Merges)
            _ranks.Add((merge.Split(' ')[0], merge.Split(' ')[1]), _ranks.Count);
    }

    public int[] Encode(string text)
    {
        List<string> tokens = [];
        foreach (Rune rune in ("▁" + text).Replace(' ', '▁').EnumerateRunes())
        {
            if (_ids.ContainsKey(rune.ToString()))
                tokens.Add(rune.ToString());
            else
                tokens.AddRange(Encoding.UTF8.GetBytes(rune.ToString()).Select(value => $"<0x{value:X2}>"));
        }

        while (true)
        {
            int best = -1;
            for (int i = 0; i + 1 < tokens.Count; i++)
            {
                if (Rank(tokens, i) < (best < 0 ? int.MaxValue : Rank(tokens, best)))
                    best = i;
            }

            if (best < 0)
                return [.. tokens.Select(token => _ids[token])];

            tokens[best] += tokens[best + 1];
            tokens.RemoveAt(best + 1);
        }
    }

    private int Rank(List<string> tokens, int i) => _ranks.GetValueOrDefault((tokens[i], tokens[i + 1]), int.MaxValue);
}
