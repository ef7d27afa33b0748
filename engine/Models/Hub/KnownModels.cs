namespace LspCompletion.Engine.Models.Hub;

/// <summary>
/// The catalogue: models that complete code, fill in the middle, and are of a family that is imported. Any other of such
/// a family can be pulled by the name of its repository.
/// </summary>
public static class KnownModels
{
    /// <summary>The smallest first.</summary>
    public static IReadOnlyList<KnownModel> All { get; } =
    [
        new("qwen2.5-coder-0.5b", "Qwen/Qwen2.5-Coder-0.5B", 494, 995_000_000, 32768, "Apache-2.0"),
        new("starcoderbase-1b", "bigcode/starcoderbase-1b", 1137, 4_550_000_000, 8192, "bigcode-openrail-m", NeedsToken: true),
        new("qwen2.5-coder-1.5b", "Qwen/Qwen2.5-Coder-1.5B", 1544, 3_100_000_000, 32768, "Apache-2.0"),
        new("codegemma-2b", "google/codegemma-2b", 2506, 6_090_000_000, 8192, "gemma", NeedsToken: true),
        new("starcoder2-3b", "bigcode/starcoder2-3b", 3030, 12_120_000_000, 16384, "bigcode-openrail-m", SlidingWindow: 4096),
        new("qwen2.5-coder-3b", "Qwen/Qwen2.5-Coder-3B", 3086, 6_180_000_000, 32768, "qwen-research"),
        new("granite-3b-code-base", "ibm-granite/granite-3b-code-base-2k", 3483, 6_970_000_000, 2048, "Apache-2.0"),
        new("mellum-4b-base", "JetBrains/Mellum-4b-base", 4019, 8_040_000_000, 8192, "Apache-2.0"),
        new("qwen2.5-coder-7b", "Qwen/Qwen2.5-Coder-7B", 7616, 15_240_000_000, 32768, "Apache-2.0"),
    ];

    /// <summary>The model of this name; null where none is called so.</summary>
    public static KnownModel? Find(string name) =>
        All.FirstOrDefault(model => model.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}
