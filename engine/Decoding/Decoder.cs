using System.Runtime.InteropServices;
using System.Text;
using LspCompletion.Engine.Caching;
using LspCompletion.Engine.Inference;
using LspCompletion.Engine.Tokenization;

namespace LspCompletion.Engine.Decoding;

/// <summary>
/// The loop that writes one completion: choose a token, look whether the text ends, compute the next logits. What was
/// written by any time can be read, so that a time limit loses nothing.
/// </summary>
internal sealed class Decoder : IDisposable
{
    private readonly int _vocabularySize;
    private readonly DecodingOptions _options;
    private readonly IReadOnlySet<int> _stopTokens;
    private readonly TokenHealing? _healing;
    private readonly TextStopRules _stopRules;
    private readonly Action<ReadOnlySpan<char>> _onText;
    private readonly TokenChooser _chooser;
    private readonly TokenTextStream _stream;
    private readonly StringBuilder _piece = new();
    private readonly List<int> _allowed = [];
    private readonly List<int> _tokens = [];
    private readonly List<float> _logProbabilities = [];
    private int _shownLength;

    /// <param name="tokenizer">The model's tokenizer.</param>
    /// <param name="options">How tokens are chosen and when to stop.</param>
    /// <param name="stopTokens">The tokens that end the completion.</param>
    /// <param name="healing">What the first tokens must begin with, if a token was dropped from the prompt.</param>
    /// <param name="stopRules">Where the text ends.</param>
    /// <param name="onText">Is given the text so far, as far as nothing can take it back, whenever that has grown.</param>
    public Decoder(
        ModelTokenizer tokenizer,
        DecodingOptions options,
        IReadOnlySet<int> stopTokens,
        TokenHealing? healing,
        TextStopRules stopRules,
        Action<ReadOnlySpan<char>> onText)
    {
        _vocabularySize = tokenizer.VocabularySize;
        _options = options;
        _stopTokens = stopTokens;
        _healing = healing;
        _stopRules = stopRules;
        _onText = onText;
        _chooser = new TokenChooser(options, _vocabularySize);
        _stream = new TokenTextStream(tokenizer, healing?.RepeatedBytes ?? 0);
    }

    /// <summary>The tokens written, those behind the end of the text included.</summary>
    public IReadOnlyList<int> Tokens => _tokens;

    /// <summary>The natural logarithm of each token's probability.</summary>
    public IReadOnlyList<float> LogProbabilities => _logProbabilities;

    /// <summary>Writes until something ends the text.</summary>
    /// <param name="slot">Holds the prompt; holds the tokens written too, but the last one, afterwards.</param>
    /// <param name="logits">The logits that follow the prompt, <c>[vocabulary]</c>.</param>
    /// <param name="run">The request's run.</param>
    public StopReason Run(Slot slot, ReadOnlySpan<float> logits, CancellableRun run)
    {
        while (true)
        {
            if (_tokens.Count == _options.MaxTokens)
                return StopReason.TokenLimit;

            (int token, float logProbability) = Choose(logits);
            if (_stopTokens.Contains(token))
                return StopReason.EndOfText;

            _tokens.Add(token);
            _logProbabilities.Add(logProbability);
            _stream.Append(token, _piece);
            if (ReadPiece() is { } reason)
                return reason;

            Show();
            if (slot.Tokens.Length == slot.Capacity)
                return StopReason.ContextFull;
            logits = slot.Append(token, run);
        }
    }

    /// <summary>Ends the text, however the run ended.</summary>
    /// <param name="reason">Why the run ended.</param>
    /// <returns>The text, and why it really ends: an unfinished repetition is found out now.</returns>
    public (string Text, StopReason Reason) Finish(StopReason reason)
    {
        _stream.Flush(_piece);
        ReadPiece();
        reason = _stopRules.Finish(reason);
        Show();
        return (_stopRules.Text.ToString(), reason);
    }

    /// <inheritdoc/>
    public void Dispose() => _chooser.Dispose();

    private (int Token, float LogProbability) Choose(ReadOnlySpan<float> logits)
    {
        // A graph's vocabulary may be padded beyond the tokenizer's.
        logits = logits[.._vocabularySize];
        if (_healing is null or { IsDone: true })
            return _chooser.Choose(logits);

        _allowed.Clear();
        _healing.CollectAllowed(_allowed);
        (int Token, float LogProbability) choice = _chooser.Choose(logits, CollectionsMarshal.AsSpan(_allowed));
        _healing.Accept(choice.Token);
        return choice;
    }

    private StopReason? ReadPiece()
    {
        foreach (ReadOnlyMemory<char> chunk in _piece.GetChunks())
            _stopRules.Append(chunk.Span);
        _piece.Clear();
        return _stopRules.Reason;
    }

    private void Show()
    {
        int length = _stopRules.SafeLength;
        if (length <= _shownLength)
            return;

        _shownLength = length;
        _onText(_stopRules.Text[..length]);
    }
}
