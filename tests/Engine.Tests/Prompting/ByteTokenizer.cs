using System.Text.Json;
using LspCompletion.Engine.Tokenization;

namespace LspCompletion.Engine.Tests.Prompting;

/// <summary>A vocabulary of the 256 bytes, a few merges and special tokens: prompts can be read as text.</summary>
internal static class ByteTokenizer
{
    public static VocabularyTrie Create(IEnumerable<string> specialTokens, params string[] merges)
    {
        Dictionary<string, int> vocabulary = [];
        foreach (char character in ByteAlphabet())
            vocabulary.Add(character.ToString(), vocabulary.Count);
        foreach (string merge in merges)
            vocabulary.Add(merge.Replace(" ", "", StringComparison.Ordinal), vocabulary.Count);

        string json = JsonSerializer.Serialize(new
        {
            added_tokens = specialTokens.Distinct().Select((content, index) => new
            {
                id = vocabulary.Count + index,
                content,
                single_word = false,
                lstrip = false,
                rstrip = false,
                normalized = false,
                special = true,
            }),
            normalizer = (object?)null,
            pre_tokenizer = new { type = "ByteLevel", add_prefix_space = false, trim_offsets = true, use_regex = true },
            decoder = new { type = "ByteLevel", add_prefix_space = true, trim_offsets = true, use_regex = true },
            model = new { type = "BPE", vocab = vocabulary, merges },
        });

        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, json);
            return new VocabularyTrie(ModelTokenizer.Load(path));
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>GPT-2's characters for the bytes: printable ones stand for themselves, the others from U+0100 on.</summary>
    private static IEnumerable<char> ByteAlphabet()
    {
        int next = 0x100;
        for (int value = 0; value < 256; value++)
        {
            bool isPrintable = value is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or (>= 0xAE and <= 0xFF);
            yield return (char)(isPrintable ? value : next++);
        }
    }
}
