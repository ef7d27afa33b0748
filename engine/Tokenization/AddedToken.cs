namespace LspCompletion.Engine.Tokenization;

/// <summary>A token that tokenizer.json lists besides its vocabulary.</summary>
/// <param name="Id">The token's id.</param>
/// <param name="Content">Its text.</param>
/// <param name="IsMarkedSpecial">Whether the file marks it as special.</param>
internal sealed record AddedToken(int Id, string Content, bool IsMarkedSpecial)
{
    /// <summary>
    /// Whether the token steers the model and stands for no text. Some models (Qwen 2.5 Coder, DeepSeek Coder) leave
    /// their fill-in-the-middle tokens unmarked, so the customary spelling of a control token, <c>&lt;|name|&gt;</c>
    /// with ASCII or full-width bars, counts as well.
    /// </summary>
    public bool IsSpecial => IsMarkedSpecial || Content is ['<', '|' or '｜', .., '|' or '｜', '>'];

    /// <summary>
    /// Whether the token is found in a user's text, as Hugging Face does with every token that isn't marked special:
    /// runs of white space (GPT-NeoX, Phi) and lone letters (DeepSeek Coder). Whatever is bracketed, like
    /// <c>&lt;tool_call&gt;</c> or <c>[PAD]</c>, is left to be spelled, so that no text can utter a control token.
    /// </summary>
    public bool IsReadFromText => !IsSpecial && Content.Length > 0 && !IsBracketed(Content);

    /// <summary>Whether a text is written between angle or square brackets.</summary>
    public static bool IsBracketed(string text) => text is ['<', .., '>'] or ['[', .., ']'];
}
