using LspCompletion.Engine.Prompting;

namespace LspCompletion.Engine.Tests.Prompting;

public class FimFormatDetectorTests
{
    private const string StarCoder = "<|endoftext|> <fim_prefix> <fim_middle> <fim_suffix>";
    private const string SmolLm = StarCoder + " <repo_name> <reponame> <file_sep> <filename>";
    private const string Qwen = "<|endoftext|> <|fim_prefix|> <|fim_middle|> <|fim_suffix|> <|fim_pad|> <|repo_name|> <|file_sep|>";
    private const string Gemma = "<bos> <eos> <|fim_prefix|> <|fim_middle|> <|fim_suffix|> <|file_separator|>";

    [Theory]
    [InlineData(SmolLm, "lsp-completion-135m", "llama", "lsp-completion")]
    [InlineData(SmolLm, "Mellum-4b-base", "LlamaForCausalLM", "mellum")]
    [InlineData(SmolLm, "starcoder2-3b", "Starcoder2ForCausalLM", "starcoder2")]
    [InlineData(SmolLm, "my-finetune", "Starcoder2ForCausalLM", "starcoder2")]
    [InlineData(SmolLm, "starcoderbase-1b", "GPTBigCodeForCausalLM", "starcoder")]
    [InlineData(SmolLm, "granite-3b-code-base", "LlamaForCausalLM", "granite-code")]
    [InlineData(SmolLm, null, "llama", "starcoder2")]
    [InlineData(StarCoder, "Refact-1_6B-fim", "GPTRefactForCausalLM", "refact")]
    [InlineData(StarCoder, "stable-code-3b", "StableLmForCausalLM", "stable-code")]
    [InlineData(StarCoder, "replit-code-v1_5-3b", null, "replit")]
    [InlineData(StarCoder, null, null, "starcoder")]
    [InlineData(StarCoder, "Mellum-4b-base", null, "starcoder")]
    [InlineData("<|endoftext|> <fim-prefix> <fim-middle> <fim-suffix>", "santacoder", null, "santacoder")]
    [InlineData(Qwen, "Qwen2.5-Coder-1.5B", "Qwen2ForCausalLM", "qwen2.5-coder")]
    [InlineData(Qwen, null, null, "qwen2.5-coder")]
    [InlineData(Gemma, "codegemma-2b", "GemmaForCausalLM", "codegemma")]
    [InlineData(Gemma, null, null, "codegemma")]
    [InlineData("<｜begin▁of▁sentence｜> <｜fim▁begin｜> <｜fim▁hole｜> <｜fim▁end｜>", null, "llama", "deepseek-coder")]
    [InlineData("<s> </s> ▁<PRE> ▁<SUF> ▁<MID> ▁<EOT>", "CodeLlama-7b-hf", "LlamaForCausalLM", "codellama")]
    [InlineData("<s> </s> [SUFFIX] [PREFIX] [MIDDLE]", "Codestral-22B", "MistralForCausalLM", "codestral")]
    [InlineData("<[fim-suffix]> <[fim-prefix]> <[fim-middle]>", "Seed-Coder-8B-Base", "LlamaForCausalLM", "seed-coder")]
    [InlineData("<pad> <s> </s> <extra_id_0> <extra_id_1>", "codet5-base", "t5", "codet5")]
    [InlineData("<pad> <s> </s> <extra_id_0> <extra_id_1>", "codet5p-220m", "t5", "t5")]
    [InlineData("<pad> </s> <extra_id_0> <extra_id_1>", "my-finetune", "t5", "t5")]
    [InlineData("<|endoftext|>", "gpt2", "GPT2LMHeadModel", "prefix-only")]
    [InlineData("<s> </s>", "Llama-2-7b", "LlamaForCausalLM", "prefix-only")]
    [InlineData("<s> </s>", "starcoder-made-of-llama", null, "prefix-only")]
    public void The_format_follows_from_the_vocabulary_and_the_name(
        string specialTokens, string? modelName, string? architecture, string expected)
    {
        var tokenizer = ByteTokenizer.Create(specialTokens.Split(' ')).Tokenizer;

        Assert.Equal(expected, FimFormatDetector.Detect(tokenizer, modelName, architecture).Name);
    }
}
