using LspCompletion.Engine;
using LspCompletion.Engine.Caching;

namespace LspCompletion.Server.Backends;

/// <summary>
/// Proves now and then, in idle time, that neither cache nor drafts change an answer on this machine: a completion is
/// computed again from nothing and without drafts. One that comes out differently turns reuse off until the model is loaded anew.
/// </summary>
/// <param name="log">Is given a line when that happens, with both token sequences.</param>
internal sealed class CacheCheck(Action<string> log)
{
    private volatile bool _isReuseOff;

    /// <summary>Whether reuse has turned out to change answers.</summary>
    public bool IsReuseOff => _isReuseOff;

    /// <summary>Decides by chance whether a completion is to be checked.</summary>
    /// <param name="share">The share of completions that are, 0 to 1.</param>
    public bool IsDue(double share) => !IsReuseOff && Random.Shared.NextDouble() < share;

    /// <summary>Computes a completion again and compares. Runs on the model's thread.</summary>
    public void Run(
        CompletionEngine engine, CompletionRequest request, CompletionResult result, CancellationToken cancellationToken)
    {
        if (result.Tokens.Count == 0 || result.Stats.UnguidedReason is not null)
            return;

        using Slot slot = engine.CreateSlot();
        CompletionRequest alone = request with { Decoding = request.Decoding with { MaxDraftTokens = 0, TimeLimit = null } };
        CompletionResult again = engine.Complete(slot, alone, onText: null, cancellationToken);

        // A guide that fails leaves names free from there on, and it needn't have failed at the same place.
        if (again.Stats.UnguidedReason is not null)
            return;

        // A time limit ends the two at different places.
        int common = Math.Min(result.Tokens.Count, again.Tokens.Count);
        if (result.Tokens.Take(common).SequenceEqual(again.Tokens.Take(common)))
            return;

        _isReuseOff = true;
        log(
            "The cache changed an answer, so it is not used any more until the model is loaded again. Please report this. " +
            $"With reuse: [{string.Join(' ', result.Tokens)}]; from nothing: [{string.Join(' ', again.Tokens)}].");
    }
}
