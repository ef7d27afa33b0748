using System.Text;
using LspCompletion.Engine.Tokenization;

namespace LspCompletion.Engine.Tests.Prompting;

/// <summary>Shows token ids as text, special tokens by their strings.</summary>
internal static class PromptText
{
    public static string Render(IEnumerable<int> ids, ModelTokenizer tokenizer, IEnumerable<string> specialTokens)
    {
        Dictionary<int, string> names = [];
        foreach (string token in specialTokens)
        {
            if (tokenizer.TryGetSpecialToken(token, out int id))
                names[id] = token;
        }

        List<byte> bytes = [];
        foreach (int id in ids)
        {
            if (names.TryGetValue(id, out string? name))
                bytes.AddRange(Encoding.UTF8.GetBytes(name));
            else
                bytes.AddRange(tokenizer.GetBytes(id));
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }
}
