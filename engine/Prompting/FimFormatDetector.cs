using LspCompletion.Engine.Tokenization;

namespace LspCompletion.Engine.Prompting;

/// <summary>Finds the format of a model whose manifest names none.</summary>
internal static class FimFormatDetector
{
    /// <summary>
    /// In the order in which they are tried. A format is taken when the vocabulary has all tokens of its template and
    /// of <see cref="Rule.Evidence"/>, and the model is called something like one of <see cref="Rule.Names"/>, if
    /// there are any. Names come first, because families share their strings: those of StarCoder say nothing of the
    /// order, and CodeGemma's are Qwen's.
    /// </summary>
    private static readonly Rule[] Rules =
    [
        new(FimFormats.LspCompletion, Names: ["lsp-completion", "lspcompletion"]),
        new(FimFormats.Mellum, Names: ["mellum"]),
        new(FimFormats.StarCoder2, Names: ["starcoder2", "starcoder-2"]),
        new(FimFormats.Refact, Names: ["refact"]),
        new(FimFormats.GraniteCode, Names: ["granite"]),
        new(FimFormats.StableCode, Names: ["stable-code", "stablecode", "stablelm"]),
        new(FimFormats.Replit, Names: ["replit"]),
        new(FimFormats.StarCoder, Names: ["starcoder", "gpt_bigcode", "gptbigcode"]),
        new(FimFormats.T5, Names: ["codet5p", "codet5+"]),
        new(FimFormats.CodeT5, Names: ["codet5"]),
        new(FimFormats.T5, Names: ["t5"]),
        new(FimFormats.CodeGemma, Names: ["gemma"]),
        new(FimFormats.Qwen25Coder, Names: ["qwen"]),

        new(FimFormats.CodeGemma, Evidence: ["<|file_separator|>"]),
        new(FimFormats.Qwen25Coder),
        new(FimFormats.StarCoder2, Evidence: ["<file_sep>", "<repo_name>"]),
        new(FimFormats.StarCoder),
        new(FimFormats.SantaCoder),
        new(FimFormats.DeepSeekCoder),
        new(FimFormats.CodeLlama),
        new(FimFormats.SeedCoder),
        new(FimFormats.Codestral),
    ];

    /// <summary>
    /// The format that the special tokens of the vocabulary, the model's name and its architecture point to;
    /// <see cref="FimFormats.PrefixOnly"/> where they point to none.
    /// </summary>
    public static FimFormat Detect(ModelTokenizer tokenizer, string? modelName, string? architecture)
    {
        foreach (Rule rule in Rules)
        {
            if (rule.Fits(tokenizer, modelName, architecture))
                return rule.Format;
        }

        return FimFormats.PrefixOnly;
    }

    private sealed record Rule(FimFormat Format, string[]? Names = null, string[]? Evidence = null)
    {
        public bool Fits(ModelTokenizer tokenizer, string? modelName, string? architecture) =>
            (Names is null || IsNamed(modelName) || IsNamed(architecture))
            && (Evidence ?? []).All(token => tokenizer.TryGetSpecialToken(token, out _))
            && Format.Template
                .Where(part => part.Kind == FimPartKind.Token)
                .All(part => tokenizer.TryGetSpecialToken(part.Value, out _));

        private bool IsNamed(string? name) =>
            name is not null && Names!.Any(part => name.Contains(part, StringComparison.OrdinalIgnoreCase));
    }
}
