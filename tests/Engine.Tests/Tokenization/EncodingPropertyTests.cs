using System.Text;
using CsCheck;

namespace LspCompletion.Engine.Tests.Tokenization;

public class EncodingPropertyTests
{
    /// <summary>Texts of code-like runs, any BMP unit (lone surrogates too) and characters beyond the BMP.</summary>
    private static readonly Gen<string> AnyText = Gen.OneOf(
            Gen.OneOf("    ", "\n", "return ", "x1", "'s", "(", "}\r\n", "__", "12", "▁", "<0x41>", "<s>", "é", "e\u0301"),
            Gen.Char.Select(unit => unit.ToString()),
            Gen.Int[0x10000, 0x10FFFF].Select(char.ConvertFromUtf32))
        .Array[0, 24].Select(parts => string.Concat(parts));

    public static TheoryData<string> Names => TokenizerVectors.Names;

    [Theory, MemberData(nameof(Names))]
    public void Any_text_comes_back_with_lone_surrogates_as_replacement_characters(string name)
    {
        TokenizerVectors vectors = TokenizerVectors.Get(name);
        HashSet<byte> spelled = [.. Enumerable.Range(0, vectors.Tokenizer.VocabularySize)
            .Select(id => vectors.Tokenizer.GetBytes(id).ToArray())
            .Where(bytes => bytes.Length == 1).Select(bytes => bytes[0])];
        AnyText.Sample(
            text =>
            {
                List<int> ids = [];
                vectors.Tokenizer.EncodeFragment(text, ids);
                string whole = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
                if (name.StartsWith("qwen", StringComparison.Ordinal))
                    whole = whole.Normalize();
                if (name == "codellama")
                    whole = whole.Replace('▁', ' ');

                // The default vocabulary has no token for some bytes that hardly occur; those are left out.
                byte[] expected = [.. Encoding.UTF8.GetBytes(whole).Where(spelled.Contains)];
                Assert.Equal(expected, vectors.BytesOf(ids));
                Assert.DoesNotContain(ids, vectors.Tokenizer.IsSpecial);
            },
            iter: 300);
    }

    [Fact]
    public void Cutting_a_text_for_byte_fallback_does_not_change_its_tokens()
    {
        TokenizerVectors vectors = TokenizerVectors.Get("codellama");
        var reference = new ReferenceEncoding(TokenizerVectors.PathOf("codellama"));
        Gen<string> texts = Gen.Select(
            AnyText, Gen.OneOf<string>([.. TokenizerVectors.Texts]), (random, text) => random + text + random);
        texts.Where(text => text.Length > 0).Sample(
            text => Assert.Equal(
                reference.Encode(Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text))), vectors.Encode(text)),
            iter: 300);
    }
}
