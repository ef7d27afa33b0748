namespace LspCompletion.Server.Completion;

/// <summary>What the cache did for one answer.</summary>
/// <param name="Source">Where the text is from, see <see cref="CompletionRecord.Source"/>.</param>
/// <param name="ReusedTokens">Tokens of the prompt that the slot held; 0 if the model was not asked.</param>
/// <param name="ComputedTokens">Tokens of the prompt that had to be computed; 0 if the model was not asked.</param>
internal sealed record CachedAnswer(string Source, int ReusedTokens, int ComputedTokens)
{
    /// <summary>Whether most of the prompt had to be computed.</summary>
    public bool IsMiss => ComputedTokens > ReusedTokens;
}
