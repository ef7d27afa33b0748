using System.Text.Json;
using LspCompletion.Tests;

namespace LspCompletion.Engine.Tests.Inference;

/// <summary>The golden numbers of a small model: made by Hugging Face transformers in 32-bit arithmetic.</summary>
internal sealed record GoldenNumbers(IReadOnlyList<GoldenSequence> Sequences, GoldenGreedy? Greedy)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    public static GoldenNumbers Read(string folder)
    {
        string json = File.ReadAllText(RepositoryPaths.Fixture("models", folder, "golden.json"));
        if (folder != "static-cache")
            return JsonSerializer.Deserialize<GoldenNumbers>(json, Options)!;

        using JsonDocument document = JsonDocument.Parse(json);
        int[] ids = document.RootElement.GetProperty("ids").Deserialize<int[]>()!;
        float[][] logits = document.RootElement.GetProperty("causal").GetProperty("logits").Deserialize<float[][]>()!;
        return new GoldenNumbers([new GoldenSequence(ids, logits)], null);
    }

    /// <summary>
    /// The largest difference between logits and golden logits, beyond what is due to the golden ones' being written
    /// with five significant digits.
    /// </summary>
    public static float Excess(ReadOnlySpan<float> actual, ReadOnlySpan<float> golden)
    {
        float largest = 0;
        for (int i = 0; i < golden.Length; i++)
        {
            float rounding = 0.5f * MathF.Pow(10, MathF.Floor(MathF.Log10(MathF.Max(Math.Abs(golden[i]), 1e-6f))) - 4);
            largest = Math.Max(largest, Math.Abs(actual[i] - golden[i]) - rounding);
        }

        return largest;
    }
}

/// <summary>Tokens and the logits at each of them, <c>[tokens][vocabulary]</c>.</summary>
internal sealed record GoldenSequence(int[] Ids, float[][] Logits);

/// <summary>A prompt and the tokens that greedy decoding adds to it.</summary>
internal sealed record GoldenGreedy(int[] Prompt_Ids, int[] Ids);
