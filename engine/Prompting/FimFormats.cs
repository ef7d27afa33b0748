using System.Collections.Immutable;

namespace LspCompletion.Engine.Prompting;

/// <summary>The known fill-in-the-middle formats, by the names that a manifest gives them.</summary>
/// <remarks>Sources: the model cards and papers of the families; the project's documentation holds the table.</remarks>
internal static class FimFormats
{
    private static readonly FimPart NewLine = FimPart.Text("\n");

    /// <summary>
    /// The default model: suffix first, and no token between the prefix and the middle, so that the cached prompt is
    /// only ever extended by what is typed. An empty suffix keeps its token.
    /// </summary>
    public static FimFormat LspCompletion { get; } = WithContextAhead(new()
    {
        Name = "lsp-completion",
        Template =
        [
            FimPart.Token("<file_sep>"), FimPart.Path, NewLine,
            FimPart.Token("<fim_suffix>"), FimPart.Suffix,
            FimPart.Token("<fim_prefix>"), FimPart.Prefix, FimPart.Middle,
        ],
        ContextTemplate = FileHeadedBy("<file_sep>"),
        Stops = ["<|endoftext|>", "<file_sep>"],
        TabWidth = 4,
    });

    /// <summary>Qwen2.5-Coder: prefix first, with a repository form.</summary>
    public static FimFormat Qwen25Coder { get; } = new()
    {
        Name = "qwen2.5-coder",
        Template = PrefixFirst("<|fim_prefix|>", "<|fim_suffix|>", "<|fim_middle|>"),
        TemplateWithContext =
        [
            FimPart.Token("<|repo_name|>"), FimPart.Repository, NewLine,
            FimPart.Context,
            FimPart.Token("<|file_sep|>"), FimPart.Path, NewLine,
            .. PrefixFirst("<|fim_prefix|>", "<|fim_suffix|>", "<|fim_middle|>"),
        ],
        ContextTemplate = FileHeadedBy("<|file_sep|>"),
        Stops =
        [
            "<|endoftext|>", "<|fim_pad|>", "<|repo_name|>", "<|file_sep|>", "<|im_end|>",
            "<|fim_prefix|>", "<|fim_suffix|>", "<|fim_middle|>",
        ],
    };

    /// <summary>
    /// StarCoder and StarCoderBase: prefix first; the names of the repository and of the file stand inside the prefix.
    /// </summary>
    public static FimFormat StarCoder { get; } = new()
    {
        Name = "starcoder",
        Template = PrefixFirst("<fim_prefix>", "<fim_suffix>", "<fim_middle>"),
        TemplateWithContext =
        [
            FimPart.Token("<fim_prefix>"),
            FimPart.Token("<reponame>"), FimPart.Repository, FimPart.Token("<filename>"), FimPart.Path, NewLine,
            FimPart.Prefix,
            FimPart.Token("<fim_suffix>"), FimPart.Suffix, FimPart.Token("<fim_middle>"), FimPart.Middle,
        ],
        Stops = ["<|endoftext|>"],
    };

    /// <summary>
    /// StarCoder2: StarCoder's strings, with a repository form in which the path of the document stands inside the
    /// prefix (https://arxiv.org/abs/2402.19173, "Repository-context").
    /// </summary>
    public static FimFormat StarCoder2 { get; } = new()
    {
        Name = "starcoder2",
        Template = PrefixFirst("<fim_prefix>", "<fim_suffix>", "<fim_middle>"),
        TemplateWithContext =
        [
            FimPart.Token("<repo_name>"), FimPart.Repository,
            FimPart.Context,
            FimPart.Token("<file_sep>"),
            FimPart.Token("<fim_prefix>"), FimPart.Path, NewLine, FimPart.Prefix,
            FimPart.Token("<fim_suffix>"), FimPart.Suffix, FimPart.Token("<fim_middle>"), FimPart.Middle,
        ],
        ContextTemplate = FileHeadedBy("<file_sep>"),
        Stops = ["<|endoftext|>", "<file_sep>"],
    };

    /// <summary>Refact: StarCoder's strings, without its metadata.</summary>
    public static FimFormat Refact { get; } = PlainStarCoder("refact");

    /// <summary>Granite code: StarCoder's strings, without its metadata.</summary>
    public static FimFormat GraniteCode { get; } = PlainStarCoder("granite-code");

    /// <summary>Stable Code: StarCoder's strings, without its metadata.</summary>
    public static FimFormat StableCode { get; } = PlainStarCoder("stable-code");

    /// <summary>Replit code models and those made like them: StarCoder's strings, without its metadata.</summary>
    public static FimFormat Replit { get; } = PlainStarCoder("replit");

    /// <summary>SantaCoder: as StarCoder, with hyphens.</summary>
    public static FimFormat SantaCoder { get; } = new()
    {
        Name = "santacoder",
        Template = PrefixFirst("<fim-prefix>", "<fim-suffix>", "<fim-middle>"),
        Stops = ["<|endoftext|>"],
    };

    /// <summary>DeepSeek-Coder, version 1. The bars are U+FF5C, the low blocks U+2581.</summary>
    public static FimFormat DeepSeekCoder { get; } = new()
    {
        Name = "deepseek-coder",
        Template =
        [
            FimPart.Token("<\uFF5Cbegin\u2581of\u2581sentence\uFF5C>"),
            .. PrefixFirst(
                "<\uFF5Cfim\u2581begin\uFF5C>", "<\uFF5Cfim\u2581hole\uFF5C>", "<\uFF5Cfim\u2581end\uFF5C>"),
        ],
        Stops = ["<\uFF5Cend\u2581of\u2581sentence\uFF5C>", "<|EOT|>"],
    };

    /// <summary>CodeLlama, prefix first.</summary>
    public static FimFormat CodeLlama { get; } = new()
    {
        Name = "codellama",
        Template = [FimPart.Token("<s>"), .. PrefixFirst("\u2581<PRE>", "\u2581<SUF>", "\u2581<MID>")],
        Stops = ["\u2581<EOT>", "</s>"],
    };

    /// <summary>CodeLlama, suffix first: what is typed only ever extends the prompt.</summary>
    public static FimFormat CodeLlamaSuffixFirst { get; } = new()
    {
        Name = "codellama-suffix-first",
        Template =
        [
            FimPart.Token("<s>"), FimPart.Token("\u2581<PRE>"),
            FimPart.Token("\u2581<SUF>"), FimPart.Suffix,
            FimPart.Token("\u2581<MID>"), FimPart.Prefix, FimPart.Middle,
        ],
        Stops = ["\u2581<EOT>", "</s>"],
    };

    /// <summary>CodeGemma: Qwen's strings after a begin token.</summary>
    public static FimFormat CodeGemma { get; } = new()
    {
        Name = "codegemma",
        Template = [FimPart.Token("<bos>"), .. PrefixFirst("<|fim_prefix|>", "<|fim_suffix|>", "<|fim_middle|>")],
        Stops = ["<|file_separator|>", "<eos>", "<|fim_prefix|>", "<|fim_suffix|>", "<|fim_middle|>"],
    };

    /// <summary>
    /// Codestral: suffix first. Other files stand at the start of the prefix, and then the document is headed like
    /// them.
    /// </summary>
    public static FimFormat Codestral { get; } = new()
    {
        Name = "codestral",
        Template =
        [
            FimPart.Token("<s>"),
            FimPart.Token("[SUFFIX]"), FimPart.Suffix,
            FimPart.Token("[PREFIX]"), FimPart.Prefix, FimPart.Middle,
        ],
        TemplateWithContext =
        [
            FimPart.Token("<s>"),
            FimPart.Token("[SUFFIX]"), FimPart.Suffix,
            FimPart.Token("[PREFIX]"), FimPart.Context,
            FimPart.Text("+++++ "), FimPart.Path, NewLine, FimPart.Prefix, FimPart.Middle,
        ],
        ContextTemplate = [FimPart.Text("+++++ "), FimPart.Path, NewLine, FimPart.FileText, NewLine],
        Stops = ["</s>"],
    };

    /// <summary>Seed-Coder: suffix first, closed by a token; begins as its tokenizer would.</summary>
    public static FimFormat SeedCoder { get; } = new()
    {
        Name = "seed-coder",
        Template =
        [
            FimPart.OptionalToken("<[begin\u2581of\u2581sentence]>"),
            FimPart.Token("<[fim-suffix]>"), FimPart.Suffix,
            FimPart.Token("<[fim-prefix]>"), FimPart.Prefix,
            FimPart.Token("<[fim-middle]>"), FimPart.Middle,
        ],
        Stops = ["<[end\u2581of\u2581sentence]>"],
    };

    /// <summary>Mellum: StarCoder's strings in another order, so that only the model's name tells them apart.</summary>
    public static FimFormat Mellum { get; } = WithContextAhead(new()
    {
        Name = "mellum",
        Template =
        [
            FimPart.Token("<filename>"), FimPart.Path, NewLine,
            FimPart.Token("<fim_suffix>"), FimPart.Suffix,
            FimPart.Token("<fim_prefix>"), FimPart.Prefix,
            FimPart.Token("<fim_middle>"), FimPart.Middle,
        ],
        ContextTemplate = FileHeadedBy("<filename>"),
        Stops = ["<|endoftext|>", "<filename>"],
    });

    /// <summary>
    /// T5 and CodeT5+: the encoder sees the document with one sentinel in place of the gap, and the decoder writes the
    /// sentinel, what belongs in the gap, and the next sentinel (https://arxiv.org/abs/1910.10683, "Unsupervised
    /// objective").
    /// </summary>
    public static FimFormat T5 { get; } = new()
    {
        Name = "t5",
        Template =
        [
            FimPart.OptionalToken("<s>"), FimPart.Prefix, FimPart.Token("<extra_id_0>"), FimPart.Suffix, FimPart.Token("</s>"),
            FimPart.Answer, FimPart.Token("<pad>"), FimPart.Token("<extra_id_0>"), FimPart.Middle,
        ],
        Stops = ["<extra_id_1>", "</s>"],
    };

    /// <summary>CodeT5: as T5, but its decoder was trained on texts that begin as its tokenizer begins them.</summary>
    public static FimFormat CodeT5 { get; } = T5 with
    {
        Name = "codet5",
        Template =
        [
            FimPart.Token("<s>"), FimPart.Prefix, FimPart.Token("<extra_id_0>"), FimPart.Suffix, FimPart.Token("</s>"),
            FimPart.Answer, FimPart.Token("<pad>"), FimPart.Token("<s>"), FimPart.Token("<extra_id_0>"), FimPart.Middle,
        ],
    };

    /// <summary>A model without fill-in-the-middle: it goes on with the prefix and is shown nothing else.</summary>
    public static FimFormat PrefixOnly { get; } = new()
    {
        Name = "prefix-only",
        Template = [FimPart.Prefix, FimPart.Middle],
        Stops = ["<|endoftext|>", "<|end_of_text|>", "</s>"],
    };

    /// <summary>All of them.</summary>
    public static ImmutableArray<FimFormat> All { get; } =
    [
        LspCompletion, Qwen25Coder, StarCoder, StarCoder2, Refact, GraniteCode, StableCode, Replit, SantaCoder,
        DeepSeekCoder, CodeLlama, CodeLlamaSuffixFirst, CodeGemma, Codestral, SeedCoder, Mellum, T5, CodeT5, PrefixOnly,
    ];

    /// <summary>Their names, for a message to the user.</summary>
    public static string Names => string.Join(", ", All.Select(format => format.Name));

    /// <summary>The format of that name; upper and lower case count as the same.</summary>
    /// <exception cref="EngineException">There is none.</exception>
    public static FimFormat Get(string name) =>
        All.FirstOrDefault(format => string.Equals(format.Name, name, StringComparison.OrdinalIgnoreCase))
        ?? throw new EngineException($"No fill-in-the-middle format is called \"{name}\"; known are {Names}.");

    private static FimFormat PlainStarCoder(string name) =>
        StarCoder with { Name = name, TemplateWithContext = [] };

    private static FimFormat WithContextAhead(FimFormat format) =>
        format with { TemplateWithContext = [FimPart.Context, .. format.Template] };

    private static ImmutableArray<FimPart> FileHeadedBy(string token) =>
        [FimPart.Token(token), FimPart.Path, NewLine, FimPart.FileText];

    private static ImmutableArray<FimPart> PrefixFirst(string prefix, string suffix, string middle) =>
    [
        FimPart.Token(prefix), FimPart.Prefix,
        FimPart.Token(suffix), FimPart.Suffix,
        FimPart.Token(middle), FimPart.Middle,
    ];
}
