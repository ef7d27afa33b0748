using System.Text;
using LspCompletion.Engine.Models.Import;
using LspCompletion.Tests;

namespace LspCompletion.Engine.Tests.Models.Import;

/// <summary>
/// Mutated heads of both formats: each is read or refused in a line, and takes no more memory than the file's size can
/// account for. What is read is looked at as far as an import would before it writes.
/// </summary>
public sealed class FuzzTests : IDisposable
{
    private const int Mutants = 20_000;

    /// <summary>For buffers and messages, whatever the file.</summary>
    private const long OwnBytes = 400_000;

    /// <summary>A text of two bytes a character, and the objects of a JSON document, take more than the file's bytes.</summary>
    private const int BytesForByte = 4;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Gguf()
    {
        byte[] whole = GgufModels.FromCheckpoint(_folder, "llama").Build();
        int head = Encoding.Latin1.GetString(whole).LastIndexOf("output_norm.weight", StringComparison.Ordinal) + 64;
        string path = _folder["mutant.gguf"];

        // The tensors' numbers are of no interest here: a file without most of them is written sooner.
        int opened = Fuzz(path, whole.AsSpan(0, head), whole.Length, seed: 1, () =>
        {
            using GgufModel model = GgufModel.Open(path);
            Directory.CreateDirectory(_folder["companions"]);
            model.WriteCompanions(_folder["companions"], CancellationToken.None);
        });

        Assert.InRange(opened, 1, Mutants - 1);
    }

    [Fact]
    public void Checkpoint()
    {
        string source = ImportedModel.CopyCheckpoint(_folder, "llama");
        string path = Path.Combine(source, "model.safetensors");
        byte[] whole = File.ReadAllBytes(path);
        int head = 8 + BitConverter.ToInt32(whole);

        int opened = Fuzz(path, whole.AsSpan(0, head), whole.Length, seed: 2, () =>
        {
            using var model = LspCompletion.Engine.Models.Import.Checkpoint.Open(source);
        });

        Assert.InRange(opened, 1, Mutants - 1);
    }

    // Returns how many mutants were read.
    private static int Fuzz(string path, ReadOnlySpan<byte> head, long fileLength, int seed, Action open)
    {
        var random = new Random(seed);
        byte[] mutant = new byte[head.Length];
        int opened = 0;
        using FileStream file = new(path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite);
        file.SetLength(fileLength);
        for (int i = 0; i < Mutants; i++)
        {
            head.CopyTo(mutant);
            string how = Mutate(mutant, random);
            file.Position = 0;
            file.Write(mutant);
            file.Flush();

            long allocated = Allocation.LeastOf(rounds: 1, Open);
            Assert.True(
                allocated <= OwnBytes + (BytesForByte * fileLength),
                $"Mutant {i} of seed {seed} ({how}) took {allocated} bytes for a file of {fileLength}.");

            void Open()
            {
                try
                {
                    open();
                    opened++;
                }
                catch (EngineException exception)
                {
                    Assert.DoesNotContain('\n', exception.Message);
                }
                catch (Exception exception)
                {
                    Assert.Fail($"Mutant {i} of seed {seed} ({how}) ended in {exception}");
                }
            }
        }

        return opened;
    }

    private static string Mutate(byte[] bytes, Random random)
    {
        List<string> how = [];
        for (int changes = random.Next(1, 4); changes > 0; changes--)
        {
            // Numbers and names are near the beginning; most of the rest are a tokenizer's texts.
            int at = random.Next(random.Next(2) == 0 ? bytes.Length : Math.Min(bytes.Length, 1500));
            switch (random.Next(5))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2:
                    bytes.AsSpan(at, Math.Min(8, bytes.Length - at)).Fill(random.Next(2) == 0 ? (byte)0xFF : (byte)0);
                    break;
                case 3:
                    bytes[at] = (byte)"0123456789\"{}[],:-e."[random.Next(20)];
                    break;
                default:
                    int length = Math.Min(random.Next(1, 64), bytes.Length - at);
                    bytes.AsSpan(random.Next(bytes.Length - length), length).CopyTo(bytes.AsSpan(at));
                    break;
            }

            how.Add($"at {at}");
        }

        return string.Join(", ", how);
    }
}
