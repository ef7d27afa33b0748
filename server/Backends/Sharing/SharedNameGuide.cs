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
    private bool _isLate;

    /// <summary>Whether the completion is written: from then on only what was asked before is known.</summary>
    public bool IsOver { get; set; }

    /// <inheritdoc/>
    /// <exception cref="OperationCanceledException">The other process has gone, or isn't to be asked any more.</exception>
    public AllowedNames? NamesAfter(ReadOnlySpan<char> written)
    {
        string text = written.ToString();
        if (_answers.TryGetValue(text, out AllowedNames? known))
            return known;
        if (IsOver)
            throw new OperationCanceledException("Nobody knows the names any more.");
        return _answers[text] = _isLate ? AllowedNames.Unknown : Ask(text);
    }

    private AllowedNames? Ask(string text)
    {
        using var late = new CancellationTokenSource(limit);
        try
        {
            return ask(text, late.Token).WaitAsync(late.Token).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested)
        {
            // A server that hangs must not make all others wait at every token.
            _isLate = true;
            return AllowedNames.Unknown;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            throw new OperationCanceledException("The server that knows the names has gone.", exception);
        }
    }
}
