namespace LspCompletion.Engine.Inference;

/// <summary>Which tokens a token sees, by rule.</summary>
public static class AttentionMask
{
    /// <summary>How many tokens, from the first on, a token sees.</summary>
    /// <param name="position">The token's place, from 0 on.</param>
    /// <param name="source">
    /// The leading tokens that see all of each other: those of a prompt by <see cref="AttentionKind.Prefix"/>; none by
    /// <see cref="AttentionKind.Causal"/>.
    /// </param>
    public static int Limit(int position, int source) => Math.Max(source, position + 1);

    /// <summary>
    /// Whether a token's keys and values are of no more use once another token is put in at a place: it saw what stands
    /// there now, or stands there or behind it itself.
    /// </summary>
    /// <param name="position">The token's place.</param>
    /// <param name="insertion">The place that the other token takes.</param>
    /// <param name="source">As in <see cref="Limit"/>.</param>
    public static bool IsInvalidated(int position, int insertion, int source) => Limit(position, source) > insertion;
}
