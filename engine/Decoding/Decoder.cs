using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using LspCompletion.Engine.Caching;
using LspCompletion.Engine.Inference;
using LspCompletion.Engine.Memory;
using LspCompletion.Engine.Tokenization;

namespace LspCompletion.Engine.Decoding;

/// <summary>
/// The loop that writes one completion: compute logits, choose a token, look whether the text ends. A step computes the
/// logits behind a draft too, and while the tokens chosen are those of the draft, the next step is not needed: each
/// token is chosen by the same logits with a draft and without. What was written by any time can be read, so that a time
/// limit loses nothing; and what was written behind the same prompt before is a draft, so that a completion that was cut is
/// soon where it ended, and then goes on by one token at least.
/// </summary>
internal sealed class Decoder : IDisposable
{
    /// <summary>A token that is less probable begins no other text: what it leads to is hardly ever meant.</summary>
    private static readonly float LeastOfAlternative = MathF.Log(0.04f);

    private readonly int _vocabularySize;
    private readonly ModelTokenizer _tokenizer;
    private readonly DecodingOptions _options;
    private readonly DraftPolicy _drafts;
    private readonly IReadOnlySet<int> _stopTokens;
    private readonly TokenHealing? _healing;
    private readonly INameGuide? _guide;
    private readonly NameConstraint _names;
    private readonly InnerNames? _innerNames;
    private readonly NameTokens _nameTokens;
    private readonly MemoryMixture? _memory;
    private readonly TextStopRules _stopRules;
    private readonly Action<ReadOnlySpan<char>> _onText;
    private readonly TokenChooser _chooser;
    private readonly TokenTextStream _stream;
    private readonly StringBuilder _piece = new();
    private readonly List<int> _allowed = [];
    private readonly List<int> _tokens = [];
    private readonly List<float> _logProbabilities = [];
    private float[] _left = [];
    private float[] _others = [];
    private bool _mayBranch;
    private int[] _writtenBefore = [];
    private int _shownLength;

    /// <param name="tokenizer">The model's tokenizer.</param>
    /// <param name="options">How tokens are chosen and when to stop.</param>
    /// <param name="drafts">How long drafts are.</param>
    /// <param name="stopTokens">The tokens that end the completion.</param>
    /// <param name="healing">What the first tokens must begin with, if a token was dropped from the prompt.</param>
    /// <param name="guide">Knows which names may come, if anybody does.</param>
    /// <param name="nameTokens">The vocabulary, sorted for names.</param>
    /// <param name="memory">What stands elsewhere in the document, if that has a say.</param>
    /// <param name="stopRules">Where the text ends.</param>
    /// <param name="onText">Is given the text so far, as far as nothing can take it back, whenever that has grown.</param>
    public Decoder(
        ModelTokenizer tokenizer,
        DecodingOptions options,
        DraftPolicy drafts,
        IReadOnlySet<int> stopTokens,
        TokenHealing? healing,
        INameGuide? guide,
        NameTokens nameTokens,
        MemoryMixture? memory,
        TextStopRules stopRules,
        Action<ReadOnlySpan<char>> onText)
    {
        _vocabularySize = tokenizer.VocabularySize;
        _options = options;
        _tokenizer = tokenizer;
        _mayBranch = options is { Alternative: > 0, Temperature: 0 };
        _drafts = drafts;
        _stopTokens = stopTokens;
        _healing = healing;
        _guide = guide;
        _names = new NameConstraint(nameTokens);
        _nameTokens = nameTokens;
        _innerNames = guide is null ? null : new InnerNames(nameTokens, guide);
        _memory = memory;
        _stopRules = stopRules;
        _onText = onText;
        _chooser = new TokenChooser(options, _vocabularySize);
        _stream = new TokenTextStream(tokenizer, healing?.RepeatedBytes ?? 0);
    }

    /// <summary>The tokens written, those behind the end of the text included.</summary>
    public IReadOnlyList<int> Tokens => _tokens;

    /// <summary>The natural logarithm of each token's probability.</summary>
    public IReadOnlyList<float> LogProbabilities => _logProbabilities;

    /// <summary>Tokens that were drafted.</summary>
    public int DraftedTokens { get; private set; }

    /// <summary>How many of them were accepted.</summary>
    public int AcceptedTokens { get; private set; }

    /// <summary>Tokens that were chosen since they stand elsewhere in the document after the same text.</summary>
    public int RememberedTokens => _memory?.Decided ?? 0;

    /// <summary>Names that had to be one of those that the guide knows.</summary>
    public int GuidedNames { get; private set; }

    /// <summary>Names that were due and that the guide didn't know.</summary>
    public int UnguidedNames { get; private set; }

    /// <summary>Writes until something ends the text, or the run's time is over.</summary>
    /// <param name="slot">What it holds of the prompt is reused; it holds the prompt and what was written afterwards.</param>
    /// <param name="prompt">The prompt; one token at least.</param>
    /// <param name="source">The leading tokens of the prompt that see all of each other.</param>
    /// <param name="run">The request's run.</param>
    /// <param name="onPrompt">Is told what became of the slot's tokens once the prompt is computed, as far as there was time.</param>
    public StopReason Run(
        Slot slot, ReadOnlySpan<int> prompt, int source, CancellableRun run, Action<PromptReuse> onPrompt)
    {
        List<int> sequence = new(prompt.Length + _options.MaxTokens);
        sequence.AddRange(prompt);
        if (_options.MaxDraftTokens > 0)
            _writtenBefore = slot.WrittenBehind(prompt).ToArray();
        try
        {
            return Run(slot, sequence, source, run, onPrompt);
        }
        finally
        {
            slot.Remember(CollectionsMarshal.AsSpan(sequence));
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

    private StopReason Run(Slot slot, List<int> sequence, int source, CancellableRun run, Action<PromptReuse> onPrompt)
    {
        int promptLength = sequence.Count;
        while (true)
        {
            ReadOnlySpan<int> tokens = CollectionsMarshal.AsSpan(sequence);
            ReadOnlySpan<int> draft = Draft(slot, tokens, out int matched);
            long start = Stopwatch.GetTimestamp();
            ReadOnlySpan<float> logits = slot.Load(tokens, source, draft, run, out PromptReuse reuse);
            if (sequence.Count == promptLength)
                onPrompt(reuse);
            if (logits.IsEmpty)
                return StopReason.TimeLimit;
            _drafts.Timed(reuse.Computed + draft.Length, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            DraftedTokens += draft.Length;

            int rowLength = logits.Length / (draft.Length + 1);
            for (int row = 0; row <= draft.Length; row++)
            {
                if (_tokens.Count == _options.MaxTokens)
                    return StopReason.TokenLimit;

                (int token, float logProbability) = Choose(logits.Slice(row * rowLength, rowLength));
                bool isDrafted = row < draft.Length && draft[row] == token;
                if (row < draft.Length && matched > 0)
                    _drafts.Verified(matched, isDrafted);
                if (_stopTokens.Contains(token))
                    return StopReason.EndOfText;

                AcceptedTokens += isDrafted ? 1 : 0;
                sequence.Add(token);
                if (Write(token, logProbability) is { } reason)
                    return reason;
                if (sequence.Count > slot.Capacity)
                    return StopReason.ContextFull;
                if (!isDrafted)
                    break;
            }

            if (_tokens.Count == _options.MaxTokens)
                return StopReason.TokenLimit;

            // What is only written again takes little time, and nothing would be gained by giving up before something new.
            if (run.IsTimeOver && !IsWrittenAgain)
                return StopReason.TimeLimit;
        }
    }

    /// <summary>A draft as long as it pays, and as the slot and the token limit leave room for.</summary>
    /// <param name="slot">The slot.</param>
    /// <param name="tokens">The prompt and what was written behind it.</param>
    /// <param name="matched">How many tokens before the draft are the same in the text; 0 where it isn't from there.</param>
    private ReadOnlySpan<int> Draft(Slot slot, ReadOnlySpan<int> tokens, out int matched)
    {
        matched = 0;
        ReadOnlySpan<int> found = IsWrittenAgain ? _writtenBefore.AsSpan(_tokens.Count) : [];
        int length = DraftPolicy.MaxTokensAhead;
        if (found.IsEmpty)
        {
            found = PromptDraft.Find(tokens, out matched);
            int matchedElsewhere = 0;
            ReadOnlySpan<int> elsewhere = _memory is null ? [] : _memory.Draft(out matchedElsewhere);
            if (matchedElsewhere > matched)
            {
                found = elsewhere;
                matched = matchedElsewhere;
            }

            int held = slot.Tokens.CommonPrefixLength(tokens);
            length = Math.Min(_drafts.Length(matched, Math.Max(1, tokens.Length - held)), _options.MaxDraftTokens);
        }

        int room = Math.Min(slot.Capacity - tokens.Length, _options.MaxTokens - _tokens.Count - 1);
        return found[..Math.Clamp(length, 0, Math.Clamp(room, 0, found.Length))];
    }

    /// <summary>Whether nothing was written yet that wasn't before.</summary>
    private bool IsWrittenAgain => _writtenBefore.AsSpan().StartsWith(CollectionsMarshal.AsSpan(_tokens));

    private StopReason? Write(int token, float logProbability)
    {
        _tokens.Add(token);
        _logProbabilities.Add(logProbability);
        _memory?.Accept(token);
        _stream.Append(token, _piece);
        if (ReadPiece() is { } reason)
            return reason;

        Show();
        return null;
    }

    private (int Token, float LogProbability) Choose(ReadOnlySpan<float> logits)
    {
        // A graph's vocabulary may be padded beyond the tokenizer's.
        logits = logits[.._vocabularySize];
        bool heals = _healing is { IsDone: false };
        if (_guide is not null && !_names.IsActive && (!heals || _tokens.Count == 0))
            AskGuide(heals);

        _allowed.Clear();
        if (_names.IsActive)
            _names.CollectAllowed(_allowed);
        if (_allowed.Count == 0)
            _names.Abandon();
        if (_allowed.Count == 0 && heals)
            _healing!.CollectAllowed(_allowed);

        int repeated = heals ? _healing!.Owed.Length : 0;
        if (_memory is not null)
            logits = _memory.Mix(logits, CollectionsMarshal.AsSpan(_allowed), EmptyEnds(repeated));
        (int Token, float LogProbability) choice = ChooseWithInnerNames(logits, repeated);
        if (_mayBranch && !EndsLine(choice.Token))
            choice = ChooseAlternative(logits, choice, repeated);
        if (_names.IsActive)
            _names.Accept(choice.Token);
        if (heals)
            _healing!.Accept(choice.Token);
        if (_innerNames?.Begun is { } begun)
            _names.Begin(begun, owed: []);
        return choice;
    }

    /// <summary>Chooses a token that another text begins with, if there is one that is likely enough.</summary>
    /// <param name="logits">The logits.</param>
    /// <param name="best">The likeliest token.</param>
    /// <param name="repeated">The bytes of tokens that stand in the document already.</param>
    private (int Token, float LogProbability) ChooseAlternative(
        ReadOnlySpan<float> logits, (int Token, float LogProbability) best, int repeated)
    {
        if (_others.Length == 0)
            _others = new float[_vocabularySize];
        logits.CopyTo(_others);
        float logSum = logits[best.Token] - best.LogProbability;
        int token = best.Token;
        for (int better = 0; better < _options.Alternative;)
        {
            _others[token] = float.NegativeInfinity;
            token = ChooseWithInnerNames(_others, repeated).Token;
            if (!(logits[token] - logSum >= LeastOfAlternative) || float.IsNegativeInfinity(_others[token]))
                return ChooseWithInnerNames(logits, repeated);

            // What only ends where the likeliest text goes on is no other text.
            better += EndsLine(token) ? 0 : 1;
        }

        _mayBranch = false;
        return (token, logits[token] - logSum);
    }

    private bool EndsLine(int token) => _stopTokens.Contains(token) || BeginsWithBreak(_tokenizer.GetBytes(token));

    private static bool BeginsWithBreak(ReadOnlySpan<byte> bytes) => bytes is [(byte)'\n' or (byte)'\r', ..];

    /// <summary>
    /// The tokens by which a completion would end that hasn't begun, as far as the memory would have a say in them: where a
    /// line that stood elsewhere is being repeated, its end says nothing of whether this one goes on.
    /// </summary>
    /// <param name="repeated">The bytes of tokens that stand in the document already.</param>
    /// <returns><see langword="null"/> once something was written.</returns>
    private Predicate<int>? EmptyEnds(int repeated) => _stopRules.Text.IsWhiteSpace()
        ? token => _tokenizer.GetBytes(token) is var bytes && bytes.Length > repeated && BeginsWithBreak(bytes[repeated..])
        : null;

    /// <summary>Chooses a token within which no name begins that doesn't exist, unless there is none such.</summary>
    private (int Token, float LogProbability) ChooseWithInnerNames(ReadOnlySpan<float> logits, int repeated)
    {
        (int Token, float LogProbability) first = ChooseAllowed(logits);
        if (_innerNames is null)
            return first;

        _innerNames.Forget();
        if (_nameTokens.NextInnerName(first.Token, repeated + 1) < 0)
            return first;

        if (_left.Length == 0)
            _left = new float[_vocabularySize];
        logits.CopyTo(_left);
        (int Token, float LogProbability) choice = first;
        while (!_innerNames.Allows(choice.Token, _stopRules.Text, repeated, _left))
        {
            choice = ChooseAllowed(_left);
            if (float.IsNegativeInfinity(_left[choice.Token]))
                return first;
        }

        GuidedNames += _innerNames.Known;
        return choice;
    }

    private (int Token, float LogProbability) ChooseAllowed(ReadOnlySpan<float> logits) =>
        _allowed.Count == 0 ? _chooser.Choose(logits) : _chooser.Choose(logits, CollectionsMarshal.AsSpan(_allowed));

    private void AskGuide(bool heals)
    {
        if (_guide!.NamesAfter(_stopRules.Text) is not { } names)
            return;

        _names.Begin(names, heals ? _healing!.Owed : []);
        GuidedNames += _names.IsActive ? 1 : 0;
        UnguidedNames += _names.IsActive ? 0 : 1;
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
