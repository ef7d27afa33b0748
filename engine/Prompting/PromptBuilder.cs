using System.Collections.Frozen;
using System.Collections.Immutable;
using LspCompletion.Engine.Text;
using LspCompletion.Engine.Tokenization;

namespace LspCompletion.Engine.Prompting;

/// <summary>
/// Builds prompts in one format for one vocabulary. Holds no state between prompts: the same input always gives the
/// same prompt.
/// </summary>
internal sealed class PromptBuilder
{
    /// <summary>The end of a path says most; more of it, in UTF-16 code units, is not shown.</summary>
    private const int MaxPathLength = 128;

    /// <summary>Tokens of <see cref="Prompt.Recent"/>.</summary>
    public const int MaxRecentTokens = 24;

    private readonly VocabularyTrie _vocabulary;
    private readonly ModelTokenizer _tokenizer;
    private readonly PromptBudget _budget;
    private readonly DocumentEncoder _encoder;
    private readonly PrefixWindow _prefixWindow;
    private readonly SuffixWindow _suffixWindow;
    private readonly PromptTemplate _template;
    private readonly PromptTemplate? _templateWithContext;
    private readonly PromptTemplate? _contextTemplate;

    /// <summary>Binds a format to a vocabulary.</summary>
    /// <exception cref="EngineException">The vocabulary lacks a special token of the format.</exception>
    public PromptBuilder(VocabularyTrie vocabulary, FimFormat format, PromptBudget budget)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(budget.PrefixTokens);
        ArgumentOutOfRangeException.ThrowIfNegative(budget.SuffixTokens);
        ArgumentOutOfRangeException.ThrowIfNegative(budget.ContextTokens);

        ModelTokenizer tokenizer = vocabulary.Tokenizer;
        _vocabulary = vocabulary;
        _tokenizer = tokenizer;
        _budget = budget;
        Format = format;
        _encoder = new DocumentEncoder(tokenizer, format.TabWidth);
        TokenMeasure measure = new(_encoder);
        _prefixWindow = new PrefixWindow(measure, budget.PrefixTokens);
        _suffixWindow = new SuffixWindow(tokenizer, _encoder, measure);
        _template = PromptTemplate.TryBind(format.Template, tokenizer, out string? missing)
            ?? throw new EngineException(
                $"The format \"{format.Name}\" needs the token \"{missing}\", which the model's vocabulary lacks; "
                + $"name another format in the model's manifest: {FimFormats.Names}.");
        _templateWithContext = BindIfPossible(format.TemplateWithContext);
        _contextTemplate = _templateWithContext is null ? null : BindIfPossible(format.ContextTemplate);
        Stops = [.. format.Stops.SelectMany<string, int>(
            stop => tokenizer.TryGetSpecialToken(stop, out int id) ? [id] : [])];
    }

    /// <summary>The format.</summary>
    public FimFormat Format { get; }

    /// <summary>The ids of the tokens that end a completion, besides the model's own end of text.</summary>
    public FrozenSet<int> Stops { get; }

    /// <summary>Builds the prompt for a document.</summary>
    public Prompt Build(PromptInput input)
    {
        List<int> context = [];
        int[] contextTokens = new int[input.Context.Count];
        int contextFilesCut = WriteContext(input.Context, context, contextTokens);

        List<int> prefix = [];
        List<int> middle = [];
        (int prefixLines, bool prefixInsideLine) = EncodePrefix(input.Prefix, input.Middle, prefix, middle);

        List<int> suffix = [];
        (int suffixLines, bool suffixInsideLine) = Format.ShowsSuffix
            ? _suffixWindow.Encode(input.Suffix, _budget.SuffixTokens, cutsFirstLine: true, suffix)
            : default;

        int? healed = input.HealTokens ? Heal(Format.MiddleContinuesPrefix ? prefix : middle) : null;

        PromptTemplate template = context.Count > 0 && _templateWithContext is not null ? _templateWithContext : _template;
        List<int> tokens = new(context.Count + prefix.Count + middle.Count + suffix.Count + 64);
        int? answer = null;
        template.Write(EndOf(input.Path), tokens, (slot, ids) =>
        {
            if (slot == FimPartKind.Answer)
                answer = ids.Count;
            ids.AddRange(slot switch
            {
                FimPartKind.Context => context,
                FimPartKind.Prefix => prefix,
                FimPartKind.Suffix => suffix,
                FimPartKind.Middle => middle,
                _ => [],
            });
        });

        return new Prompt
        {
            Tokens = [.. tokens],
            MiddleStart = tokens.Count - middle.Count,
            SourceLength = answer ?? tokens.Count - middle.Count,
            Context = [.. input.Context.Zip(contextTokens, (file, tokens) => new ContextShare(file.Path, tokens))],
            PrefixTokens = prefix.Count,
            SuffixTokens = suffix.Count,
            Recent = [.. prefix.Concat(middle).TakeLast(MaxRecentTokens)],
            HealedToken = healed,
            Cut = new PromptCut(prefixLines, suffixLines, contextFilesCut, prefixInsideLine || suffixInsideLine),
        };
    }

    /// <summary>Appends the tokens of a part of a document, as prompts have them.</summary>
    public void Encode(ReadOnlySpan<char> text, List<int> ids) => _encoder.Encode(text, ids);

    private static string EndOf(string path) =>
        InvisibleText.Strip(path.Length <= MaxPathLength ? path : path[^MaxPathLength..]);

    private PromptTemplate? BindIfPossible(ImmutableArray<FimPart> parts) =>
        parts.IsEmpty ? null : PromptTemplate.TryBind(parts, _tokenizer, out _);

    /// <summary>
    /// The most valuable files first, until one doesn't fit whole; of that one as many lines as fit, and none of the
    /// rest.
    /// </summary>
    private int WriteContext(IReadOnlyList<ContextFile> files, List<int> context, int[] tokens)
    {
        if (_contextTemplate is null)
            return files.Count;

        int whole = 0;
        for (int i = files.Count - 1; i >= 0; i--)
        {
            List<int> file = [];
            bool isWhole = WriteContextFile(files[i], _budget.ContextTokens - context.Count, file);
            context.InsertRange(0, file);
            tokens[i] = file.Count;
            if (!isWhole)
                break;
            whole++;
        }

        return files.Count - whole;
    }

    private bool WriteContextFile(ContextFile file, int budget, List<int> ids)
    {
        List<int> frame = [];
        _contextTemplate!.Write(EndOf(file.Path), frame, (_, _) => { });

        List<int> text = [];
        int room = budget - frame.Count;
        bool isWhole = room >= 0
            && _suffixWindow.Encode(file.Text, room, cutsFirstLine: false, text).LinesDropped == 0;
        if (isWhole || text.Count > 0)
            _contextTemplate.Write(EndOf(file.Path), ids, (_, target) => target.AddRange(text));
        return isWhole;
    }

    private (int LinesDropped, bool InsideLine) EncodePrefix(
        string prefix, string middle, List<int> prefixIds, List<int> middleIds)
    {
        // Only the end of the document is looked at; the rest is scanned for line breaks, once.
        int tail = Math.Max(0, prefix.Length - TextSegments.Reach(_budget.PrefixTokens));
        tail = TextSegments.BesideSurrogates(prefix, tail);
        ReadOnlySpan<char> ahead = prefix.AsSpan(0, tail);
        int linesAhead = ahead.Count('\n');
        ReadOnlySpan<char> text = middle.Length == 0 ? prefix.AsSpan(tail) : string.Concat(prefix.AsSpan(tail), middle);

        int lineStart = TextSegments.LineStart(ahead, ahead.Length);
        int start = _prefixWindow.FindStart(text, linesAhead, tail - lineStart, isWhole: tail == 0);
        int anchor = prefix.Length - tail;
        Encode(text);

        // Rare: the piece that is being written is over its reserve.
        while (prefixIds.Count + middleIds.Count > _budget.PrefixTokens
            && TextSegments.NextLineStart(text, start) is var next && next < text.Length)
        {
            start = next;
            Encode(text);
        }

        int excess = prefixIds.Count + middleIds.Count - _budget.PrefixTokens;
        if (excess > 0)
        {
            int keptOfPrefix = Math.Max(0, prefixIds.Count - excess);
            Utf8Boundaries.KeepEnd(prefixIds, keptOfPrefix, _tokenizer);
            Utf8Boundaries.KeepEnd(middleIds, _budget.PrefixTokens - prefixIds.Count, _tokenizer);
        }

        bool insideLine = excess > 0 || (start == 0 ? tail > lineStart : text[start - 1] is not ('\n' or '\r'));
        return (linesAhead + text[..start].Count('\n'), insideLine);

        void Encode(ReadOnlySpan<char> text)
        {
            prefixIds.Clear();
            middleIds.Clear();
            if (Format.MiddleContinuesPrefix)
            {
                _encoder.Encode(text[start..], prefixIds);
                return;
            }

            _encoder.Encode(text[Math.Min(start, anchor)..anchor], prefixIds);
            _encoder.Encode(text[Math.Max(start, anchor)..], middleIds);
        }
    }

    /// <summary>
    /// Drops the last token where the model might have written a longer one in its place: text that stops inside a
    /// word is encoded in tokens that the same text never has when it goes on, and a model that was trained on whole
    /// texts goes astray behind them.
    /// </summary>
    /// <remarks>
    /// Not needed where no token begins with the last one and goes on, and where a special token comes right before
    /// what the model writes: training for fill-in-the-middle cuts at any character, and that token stands for the
    /// cut. Not possible where it would leave an empty prompt.
    /// </remarks>
    private int? Heal(List<int> ids)
    {
        bool leavesNothing = ids.Count == 1 && Format.Template[0].Kind == FimPartKind.Prefix;
        if (ids.Count == 0 || leavesNothing || !TokenHealing.MayBeUnfinished(_vocabulary, ids[^1]))
            return null;

        int last = ids[^1];
        ids.RemoveAt(ids.Count - 1);
        return last;
    }
}
