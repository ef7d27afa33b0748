using System.Text.Json;

namespace LspCompletion.Tests;

/// <summary>A tokenizer.json with a token for each character of ASCII, and maybe more that stand for nothing.</summary>
internal static class AsciiTokenizer
{
    public static string Json(int tokens = 128)
    {
        Dictionary<string, int> vocabulary = [];
        for (int i = 0; i < tokens; i++)
            vocabulary.Add(i is > 32 and < 127 ? ((char)i).ToString() : ((char)(0x100 + i)).ToString(), i);
        return JsonSerializer.Serialize(new
        {
            added_tokens = Array.Empty<object>(),
            pre_tokenizer = new { type = "ByteLevel", add_prefix_space = false, use_regex = true },
            model = new { type = "BPE", vocab = vocabulary, merges = Array.Empty<string>() },
        });
    }
}
