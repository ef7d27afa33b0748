namespace LspCompletion.Engine.Tokenization;

/// <summary>
/// Token healing: when the cursor stands inside a token, the last token of the prompt is only what is there of it so far,
/// and the model has hardly ever seen it followed by the rest. So that token is dropped, and the next tokens must first
/// write its text again. They may then write it together with what follows.
/// </summary>
/// <remarks>
/// What they repeat is counted in bytes, because a token may start or end within a character: give
/// <see cref="RepeatedBytes"/> to the <see cref="TokenTextStream"/> that shows the completion.
/// </remarks>
public sealed class TokenHealing
{
    private readonly VocabularyTrie _trie;
    private readonly int _dropped;
    private int _written;

    private TokenHealing(VocabularyTrie trie, int dropped)
    {
        _trie = trie;
        _dropped = dropped;
    }

    /// <summary>Whether the dropped text has been written again; from then on any token may come.</summary>
    public bool IsDone => _written == RepeatedBytes;

    /// <summary>
    /// How many bytes at the beginning of the completion's text stand in the document already.
    /// </summary>
    public int RepeatedBytes => _trie.Tokenizer.GetBytes(_dropped).Length;

    /// <summary>The bytes that the tokens to come still have to begin with.</summary>
    public ReadOnlySpan<byte> Owed => _trie.Tokenizer.GetBytes(_dropped)[_written..];

    /// <summary>Drops the last token of a prompt and asks for its text again.</summary>
    /// <param name="trie">The vocabulary.</param>
    /// <param name="prompt">The prompt; loses its last token unless the result is null.</param>
    /// <returns>
    /// The constraint; null where there is nothing to heal: the prompt is empty or ends in a special token, or no longer
    /// token begins with the text of the last one.
    /// </returns>
    public static TokenHealing? Start(VocabularyTrie trie, List<int> prompt)
    {
        if (prompt.Count == 0)
            return null;

        ReadOnlySpan<byte> last = trie.Tokenizer.GetBytes(prompt[^1]);
        if (last.IsEmpty || !trie.HasLonger(last))
            return null;

        var healing = new TokenHealing(trie, prompt[^1]);
        prompt.RemoveAt(prompt.Count - 1);
        return healing;
    }

    /// <summary>Appends every token that may come next.</summary>
    /// <exception cref="InvalidOperationException">The healing is done: any token may come.</exception>
    public void CollectAllowed(List<int> tokens)
    {
        if (IsDone)
            throw new InvalidOperationException("The healing is done: any token may come.");

        _trie.CollectContinuations(Owed, tokens);
    }

    /// <summary>Takes note of the token that came.</summary>
    /// <exception cref="ArgumentException">The token is none of those that are allowed.</exception>
    public void Accept(int token)
    {
        if (IsDone)
            return;

        ReadOnlySpan<byte> bytes = _trie.Tokenizer.GetBytes(token);
        int shared = Math.Min(bytes.Length, Owed.Length);
        if (shared == 0 || !bytes[..shared].SequenceEqual(Owed[..shared]))
            throw new ArgumentException($"The token {token} does not begin with the text that is owed.", nameof(token));

        _written += shared;
    }
}
