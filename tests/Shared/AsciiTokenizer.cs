using System.Text.Json;

namespace LspCompletion.Tests;

/// <summary>A byte-level tokenizer for ASCII, a token a character, for the small models' 160 tokens.</summary>
internal static class AsciiTokenizer
{
    /// <summary>Writes a <c>tokenizer.json</c>.</summary>
    public static void WriteTo(string path)
    {
        // GPT-2's alphabet writes the space as U+0120 and the line feed as U+010A.
        IEnumerable<string> alphabet = Enumerable.Range('!', '~' - '!' + 1).Select(c => ((char)c).ToString());
        Dictionary<string, int> vocabulary = [];
        foreach (string token in alphabet.Append("\u0120").Append("\u010A"))
            vocabulary.Add(token, vocabulary.Count);
        File.WriteAllText(path, JsonSerializer.Serialize(new
        {
            added_tokens = Array.Empty<object>(),
            pre_tokenizer = new { type = "ByteLevel", add_prefix_space = false, use_regex = true },
            model = new { type = "BPE", vocab = vocabulary, merges = Array.Empty<string>() },
        }));
    }
}
