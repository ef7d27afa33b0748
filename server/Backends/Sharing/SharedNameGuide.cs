using LspCompletion.Engine;
using LspCompletion.Engine.Decoding;

namespace LspCompletion.Server.Backends.Sharing;

/// <summary>
/// A guide whose names another process knows, which is asked once for each text. What it said is kept for the check of
/// the cache, which writes the same completion again when nobody answers any more. Used by the model's thread.
/// </summary>
/// <param name="ask">Asks the other process. It may throw what comes of a lost connection.</param>
/// <param name="limit">How long an answer may take: other servers wait, too.</param>
internal sealed class SharedNameGuide(Func<string, CancellationToken, Task<AllowedNames?>> ask, TimeSpan limit) : INameGuide
{
    private readonly Dictionary<string, AllowedNames?> _answers = [];
    private volatile bool _isOver;

    /// <summary>The completion is written: from now on only what was asked before is known.</summary>
    public void End() => _isOver = true;

    /// <inheritdoc/>
    /// <exception cref="EngineException">The other process doesn't answer, has gone, or isn't to be asked any more.</exception>
    public AllowedNames? NamesAfter(ReadOnlySpan<char> written)
    {
        string text = written.ToString();
        if (_answers.TryGetValue(text, out AllowedNames? known))
            return known;
        if (_isOver)
            throw new EngineException("the completion is over, and nobody knows them any more");
        return _answers[text] = Ask(text);
    }

    private AllowedNames? Ask(string text)
    {
        using var late = new CancellationTokenSource(limit);
        try
        {
            return ask(text, late.Token).WaitAsync(late.Token).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException exception) when (late.IsCancellationRequested)
        {
            // A window that hangs must not make all others wait: it isn't asked a second time.
            throw new EngineException($"the window that knows them didn't answer within {limit.TotalSeconds:0.#} s", exception);
        }
        catch (Exception exception)
        {
            throw new EngineException("the window that knows them has gone, or failed", exception);
        }
    }
}
