using System.Text;
using LspCompletion.Engine.Tokenization;
using LspCompletion.Tests;

namespace LspCompletion.Engine.Tests.Tokenization;

/// <summary>
/// Mutated steps of a tokenizer.json, half of them still JSON: each file is refused in a line, or encodes a text or refuses that in a line, and none
/// takes more time or memory than its size can account for.
/// </summary>
public sealed class TokenizerFuzzTests
{
    private const int Mutants = 20_000;
    private const int Seed = 4;

    /// <summary>For the vocabulary's tables and a pattern's program, whatever the file.</summary>
    private const long MostBytes = 64_000_000;

    private const string Sample = "int total = 42;  \r\n\tfor (var i = 0; i < n; i++)\n    Sum += numbers[i] * 1_000; // Ünïcödé 👩‍💻 it's\n";

    private static readonly string[] Normalizers =
    [
        """{"type":"NFC"}""", """{"type":"Prepend","prepend":"_"}""", """{"type":"Replace","pattern":{"String":" "},"content":"_"}""",
        """{"type":"Replace","pattern":{"String":"\n"},"content":"ab"}""", """{"type":"Sequence","normalizers":[{"type":"NFC"}]}""",
    ];

    private static readonly string[] PreTokenizers =
    [
        """{"type":"Digits","individual_digits":true}""",
        """{"type":"Metaspace","replacement":"_","prepend_scheme":"first","split":true}""",
        """{"type":"Split","pattern":{"Regex":"(?i:'s|'t)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s+(?!\\S)|\\s+"},"behavior":"Isolated","invert":false}""",
        """{"type":"Split","pattern":{"String":"+"},"behavior":"MergedWithPrevious","invert":true}""",
        """{"type":"Sequence","pretokenizers":[{"type":"Digits"}]}""",
    ];

    private static readonly string[] Pieces =
    [
        "null", "{}", "[]", "true", "-1", "1e999", "9999999999", "\"\"", "\"\\ud800\"", "\"type\":", ",", "{", "}", "(", ")", "[", "]", "+", "*", "{1,99}",
        "|", "\\\\b", "\\\\1", "(?=", "(?<!", "(?#", "\\\\p{Foo}", "^", "$", "128", "2097151", "Isolated", "Removed", "\"special\":true", "\u0000",
    ];

    [Fact]
    public async Task Each_of_twenty_thousand_files_is_read_or_refused_in_a_line()
    {
        TestContext.Current.SendDiagnosticMessage("The seed is {0}.", Seed);
        await Task.Run(Fuzz, TestContext.Current.CancellationToken)
            .WithPatienceAsync("all files to be read", limit: Patience.LongLimit);
    }

    private static void Fuzz()
    {
        Random random = new(Seed);
        string folder = Directory.CreateTempSubdirectory("tokenizer").FullName;
        string path = Path.Combine(folder, "tokenizer.json");
        int encoded = 0;
        for (int i = 0; i < Mutants; i++)
        {
            string json = HostileTokenizerTests.Json(Some(Normalizers, random), Some(PreTokenizers, random));
            json = i % 2 == 0 ? Mutate(json, random) : JsonMutation.Mutate(json, path => path is "$.model" or "$.model.vocab" && random.Next(8) > 0, random);
            File.WriteAllText(path, json);
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                List<int> ids = [];
                ModelTokenizer.Load(path).Encode(Sample, ids);
                encoded++;
            }
            catch (EngineException exception)
            {
                Assert.DoesNotContain('\n', exception.Message);
            }
            catch (Exception exception)
            {
                Assert.Fail($"Mutant {i} of seed {Seed} ended in {exception}: {json}");
            }

            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(allocated <= MostBytes, $"Mutant {i} of seed {Seed} took {allocated} bytes: {json}");
        }

        Directory.Delete(folder, recursive: true);
        Assert.InRange(encoded, Mutants / 20, Mutants - 1);
    }

    private static string Some(string[] steps, Random random) =>
        string.Join(',', Enumerable.Range(0, random.Next(4)).Select(_ => steps[random.Next(steps.Length)]));

    // Steps stand before the vocabulary, and are most of what is of interest.
    private static string Mutate(string json, Random random)
    {
        StringBuilder mutant = new(json);
        int reach = json.IndexOf("\"vocab\"", StringComparison.Ordinal) + 30;
        for (int changes = random.Next(4); changes > 0; changes--)
        {
            int at = random.Next(Math.Min(reach, mutant.Length));
            switch (random.Next(4))
            {
                case 0:
                    mutant[at] = (char)random.Next(' ', 127);
                    break;
                case 1:
                    mutant.Remove(at, Math.Min(random.Next(1, 12), mutant.Length - at));
                    break;
                case 2:
                    mutant.Insert(at, Pieces[random.Next(Pieces.Length)]);
                    break;
                default:
                    int length = Math.Min(random.Next(1, 40), mutant.Length - at);
                    mutant.Insert(random.Next(Math.Min(reach, mutant.Length)), mutant.ToString(at, length));
                    break;
            }
        }

        return mutant.ToString();
    }
}
