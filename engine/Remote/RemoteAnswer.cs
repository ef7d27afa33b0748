using System.Diagnostics;
using LspCompletion.Engine.Decoding;
using LspCompletion.Engine.Prompting;

namespace LspCompletion.Engine.Remote;

/// <summary>
/// An engine's answer while it comes in: ends the completion where the rules say so, whatever the engine thinks, and
/// takes note of what it cost.
/// </summary>
internal sealed class RemoteAnswer
{
    /// <summary>Why a guide was not asked.</summary>
    private const string Unguided = "names are not guided: the engine is on another machine and chooses its tokens alone";

    /// <summary>More UTF-16 code units than any token stands for.</summary>
    private const int CharactersPerToken = 256;

    /// <summary>The longest completion, in UTF-16 code units, however many tokens are allowed.</summary>
    private const int MostCharacters = 1 << 16;

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly CompletionRequest _request;
    private readonly Action<string>? _onText;
    private readonly TextStopRules _rules;
    private readonly DocumentStyle _style;
    private readonly OpeningFence? _fence;
    private readonly List<float> _logProbabilities = [];
    private RemoteUsage? _usage;
    private StopReason? _end;
    private double? _firstAnswerMs;
    private double? _firstTextMs;
    private int _pieces;
    private int _room;
    private int _shown;

    /// <param name="request">What was asked for.</param>
    /// <param name="format">The format of the engine's model; <see langword="null"/> if it isn't known.</param>
    /// <param name="onText">Is given the completion piece by piece.</param>
    public RemoteAnswer(CompletionRequest request, FimFormat? format, Action<string>? onText)
    {
        string before = request.Prefix + request.Typed;
        string after = request.TextAfterCursor ?? request.Suffix;
        _request = request;
        _onText = onText;
        _fence = OpeningFence.IsText(before, after) ? null : new OpeningFence();

        // An engine may write special tokens as text, whether or not it was told to stop at them.
        _rules = new TextStopRules(
            before, after, request.Decoding.MaxLines,
            [.. request.Decoding.StopStrings, .. ControlTokens.EndingIn(format, before, after), .. _fence is null ? [] : (string[])[$"\n{OpeningFence.Mark}"]]);
        _style = new DocumentStyle(before, after, format?.TabWidth);
        int restLength = after.AsSpan().IndexOfAny('\n', '\r');
        _room = (int)Math.Min(MostCharacters, (long)request.Decoding.MaxTokens * CharactersPerToken);
        IsOneLine = request.Decoding.MaxLines == 1 || !after.AsSpan(0, restLength < 0 ? after.Length : restLength).IsWhiteSpace();
    }

    /// <summary>Whether the completion ends with the cursor's line, so that the engine can end it by itself.</summary>
    public bool IsOneLine { get; }

    /// <summary>Whether the completion has come to its end.</summary>
    public bool IsWhole => _end is not null;

    /// <summary>Takes the next piece.</summary>
    /// <returns>Whether nothing more is wanted.</returns>
    public bool Append(RemotePiece piece)
    {
        _firstAnswerMs ??= _clock.Elapsed.TotalMilliseconds;
        _usage = piece.Usage ?? _usage;
        _logProbabilities.AddRange(piece.LogProbabilities.Where(float.IsFinite).Select(value => Math.Min(0, value)));
        int length = TextSegments.BesideSurrogates(piece.Text, Math.Min(_room, piece.Text.Length));
        _room -= length;
        ReadOnlySpan<char> text = piece.Text.AsSpan(0, length);
        StopReason? ruled = _rules.Append(_fence is null ? text : _fence.Read(text));
        if (length > 0)
            _pieces++;

        // An engine that doesn't keep to the limit is kept to it.
        bool isTooMuch = length < piece.Text.Length || (piece.End is null && _pieces > _request.Decoding.MaxTokens);
        if (ruled is null && isTooMuch)
            ruled = StopReason.TokenLimit;
        _end ??= ruled ?? piece.End;
        if (ruled is not null)
            End(ruled.Value);
        else if (length > 0)
            Show();

        // What it cost may come in an event of its own behind the end.
        return ruled is not null;
    }

    /// <summary>Ends the completion with what there is, unless the engine has ended it already.</summary>
    public void End(StopReason reason)
    {
        _rules.Append(_fence?.Finish());
        _end = _rules.Finish(_end ?? reason);
        Show();
    }

    /// <summary>The whole completion.</summary>
    public CompletionResult Result()
    {
        End(_end ?? StopReason.EndOfText);
        double totalMs = _clock.Elapsed.TotalMilliseconds;
        int reused = _usage?.CachedTokens ?? 0;
        return new CompletionResult
        {
            Text = _style.Apply(_rules.Text),
            Stop = _end!.Value,
            Tokens = [],
            LogProbabilities = _logProbabilities,
            Stats = new CompletionStats
            {
                ReusedTokens = reused,
                TrimmedTokens = 0,
                ComputedTokens = Math.Max(0, (_usage?.PromptTokens ?? 0) - reused),
                GeneratedTokens = _usage?.GeneratedTokens ?? _pieces,
                DraftedTokens = 0,
                AcceptedTokens = 0,
                UnguidedReason = _request.Guide is null ? null : Unguided,
                ReuseReason = _usage switch
                {
                    null => "the engine doesn't tell what the prompt cost",
                    { CachedTokens: null } => "the engine doesn't tell what it reused",
                    _ => "as the engine tells",
                },
                PromptMs = _usage?.PromptMs ?? _firstAnswerMs ?? totalMs,
                FirstTokenMs = _firstTextMs ?? totalMs,
                TotalMs = totalMs,
            },
        };
    }

    private void Show()
    {
        string styled = _style.Apply(_rules.Text[.._rules.SafeLength]);
        if (styled.Length <= _shown)
            return;

        _firstTextMs ??= _clock.Elapsed.TotalMilliseconds;
        _onText?.Invoke(styled[_shown..]);
        _shown = styled.Length;
    }
}
