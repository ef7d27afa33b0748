using System.Collections.Frozen;
using System.Globalization;
using System.Numerics.Tensors;
using LspCompletion.Engine.Caching;
using LspCompletion.Engine.Decoding;
using LspCompletion.Engine.Inference;
using LspCompletion.Engine.Memory;
using LspCompletion.Engine.Models;
using LspCompletion.Engine.Prompting;
using LspCompletion.Engine.Tokenization;

namespace LspCompletion.Engine;

/// <summary>
/// A loaded model that completes documents. Not safe for several threads: one thread owns it, and its slots with it.
/// </summary>
public sealed class CompletionEngine : IDisposable
{
    /// <summary>Tokens of a slot that no text of the prompt takes: for path, special tokens and completion.</summary>
    private const int Reserve = 192;

    /// <summary>Missing tokens of a prompt that a step which writes takes along.</summary>
    private const int NotWorthWarming = 8;

    /// <summary>Tokens of a text that are scored.</summary>
    private const int MaxScoredTokens = 48;

    private readonly ISequenceModel _session;
    private readonly ModelTokenizer _tokenizer;
    private readonly VocabularyTrie _trie;
    private readonly PromptBuilder _prompts;
    private readonly FrozenSet<int> _stopTokens;
    private readonly NameTokens _nameTokens;
    private readonly Followers _followers;
    private readonly DraftPolicy _drafts = new();
    private readonly TimeProvider _clock;
    private readonly int _slotCapacity;

    private CompletionEngine(
        ModelManifest manifest, ISequenceModel session, ModelTokenizer tokenizer, EngineOptions options, long weightBytes)
    {
        Manifest = manifest;
        WeightBytes = weightBytes;
        _session = session;
        _clock = options.Clock;
        _tokenizer = tokenizer;
        _trie = new VocabularyTrie(tokenizer);
        _slotCapacity = Math.Min(options.SlotCapacity, session.FixedCapacity ?? manifest.ContextLength);

        FimFormat format = (manifest.FillInTheMiddle ?? new FimFormatSpecification())
            .Resolve(tokenizer, manifest.Name, manifest.Architecture.Family);
        if (session is EncoderDecoderSession && !format.BeginsAnswer)
        {
            throw new EngineException(
                $"The model {manifest.Name} has an encoder, and its format \"{format.Name}\" doesn't say what the decoder begins with; " +
                "give fillInTheMiddle in model.json a template with the slot \"answer\" and the decoder's first token behind it.");
        }

        _prompts = new PromptBuilder(_trie, format, options.Budget.Within(_slotCapacity - Math.Min(Reserve, _slotCapacity / 2)));
        _stopTokens = ResolveStopTokens(manifest, tokenizer, _prompts.Stops);
        _nameTokens = new NameTokens(_trie, _stopTokens);
        _followers = new Followers(tokenizer.VocabularySize);
    }

    /// <summary>What the model is.</summary>
    public ModelManifest Manifest { get; }

    /// <summary>The name of the fill-in-the-middle format that prompts are written in.</summary>
    public string FormatName => _prompts.Format.Name;

    /// <summary>Bytes of the weights as they are stored: of all files that the graph is made of.</summary>
    public long WeightBytes { get; }

    /// <summary>Ids of tokens are below this.</summary>
    public int VocabularySize => _tokenizer.VocabularySize;

    /// <summary>What computes.</summary>
    internal ISequenceModel Session => _session;

    /// <summary>The vocabulary.</summary>
    internal ModelTokenizer Tokenizer => _tokenizer;

    /// <summary>The tokens that end a completion.</summary>
    internal IReadOnlySet<int> EndTokens => _stopTokens;

    /// <summary>Loads a model: verifies its files, then reads them.</summary>
    /// <param name="modelDirectory">The model's folder.</param>
    /// <param name="options">How to run it.</param>
    /// <param name="progress">Is told the share that is done, from 0 to 1; <see langword="null"/> if nobody asks.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="EngineException">The folder holds no model that works here; the message says why.</exception>
    /// <exception cref="OperationCanceledException">Given up.</exception>
    public static CompletionEngine Load(
        string modelDirectory, EngineOptions options, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var parts = new LoadProgress(progress);
        IProgress<double> verifying = parts.Part(0.4);
        IProgress<double> readingTokenizer = parts.Part(0.3);
        IProgress<double> readingGraph = parts.Part(0.3);

        ModelDirectory model = ModelDirectory.Open(modelDirectory);
        new ModelVerification(options.VerificationCacheFolder, TimeProvider.System)
            .Verify(model, verifying, cancellationToken);
        verifying.Report(1);
        ModelGraph graph = model.GraphFor(options.ExecutionProvider);

        // Each takes some hundred milliseconds, and neither needs the other.
        Task<ModelTokenizer> loadingTokenizer = Task.Run(
            () =>
            {
                ModelTokenizer tokenizer = ModelTokenizer.Load(model.TokenizerPath);
                readingTokenizer.Report(1);
                return tokenizer;
            },
            cancellationToken);
        ISequenceModel? session = null;
        try
        {
            session = SequenceModels.Load(
                graph, model.PathOf, options.ExecutionProvider, options.Threads, model.Manifest.Attention);
            readingGraph.Report(1);
            ModelTokenizer tokenizer = loadingTokenizer.GetAwaiter().GetResult();
            CheckFit(model, graph, session, tokenizer);
            return new CompletionEngine(model.Manifest, session, tokenizer, options, model.WeightBytes(graph));
        }
        catch
        {
            session?.Dispose();
            ((Task)loadingTokenizer).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing).GetAwaiter().GetResult();
            throw;
        }
    }

    /// <summary>Makes an empty slot. It must be disposed before the engine is.</summary>
    /// <param name="onGrown">Told when it takes more memory than before; <see langword="null"/> if nobody asks.</param>
    public Slot CreateSlot(Action? onGrown = null) => new(_session, _slotCapacity, onGrown: onGrown);

    /// <summary>Builds a request's prompt.</summary>
    public PreparedRequest Prepare(CompletionRequest request)
    {
        Prompt prompt = _prompts.Build(new PromptInput
        {
            Path = request.Path,
            Prefix = request.Prefix,
            Suffix = request.Suffix,
            Middle = request.Typed,
            Context = request.Context,
            HealTokens = request.Decoding.HealTokens,
        });
        return new PreparedRequest(request, prompt, SourceOf(prompt));
    }

    /// <inheritdoc cref="Complete(Slot, PreparedRequest, Action{string}?, CancellationToken)"/>
    public CompletionResult Complete(
        Slot slot, CompletionRequest request, Action<string>? onText, CancellationToken cancellationToken) =>
        Complete(slot, Prepare(request), onText, cancellationToken);

    /// <summary>Completes a document at its cursor.</summary>
    /// <param name="slot">What it holds is reused as far as the prompt agrees with it.</param>
    /// <param name="prepared">The document, and how far to go on.</param>
    /// <param name="onText">
    /// Is given the completion piece by piece, each as soon as nothing can take it back; <see langword="null"/> if
    /// nobody asks.
    /// </param>
    /// <param name="cancellationToken">Ends the work, even within a step; the slot stays usable.</param>
    /// <exception cref="EngineException">The path alone fills the model's context.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <returns>
    /// The completion; one that the time limit cut says so by <see cref="StopReason.TimeLimit"/>. The slot keeps what was
    /// computed by then, of the prompt, too, and the same request goes on from there.
    /// </returns>
    public CompletionResult Complete(
        Slot slot, PreparedRequest prepared, Action<string>? onText, CancellationToken cancellationToken)
    {
        long start = _clock.GetTimestamp();
        CompletionRequest request = prepared.Request;
        using var run = new CancellableRun(_clock, request.Decoding.TimeLimit, cancellationToken);
        Prompt prompt = PromptFor(slot, prepared);
        ReserveFor(slot, prompt, request);
        FailsafeNameGuide? guide = request.Guide is null ? null : new FailsafeNameGuide(request.Guide);

        string before = request.Prefix + request.Typed;
        string after = request.TextAfterCursor ?? request.Suffix;
        var style = new DocumentStyle(before, after, _prompts.Format.TabWidth);
        double? firstTextMs = null;
        int shown = 0;
        using MemoryMixture? memory =
            request.Decoding.UsesMemory ? new MemoryMixture(Remember(slot, request), request.Decoding.UsesProject ? request.Project : null, prompt.Recent, _followers) : null;
        using var decoder = new Decoder(
            _tokenizer,
            _session.TakesDrafts ? request.Decoding : request.Decoding with { MaxDraftTokens = 0 },
            _drafts,
            _stopTokens,
            prompt.HealedToken is { } healed ? new TokenHealing(_trie, healed) : null,
            guide,
            _nameTokens,
            memory,
            new TextStopRules(before, after, request.Decoding.MaxLines, request.Decoding.StopStrings),
            Show);

        PromptReuse reuse = default;
        double? promptMs = null;
        StopReason reason = prompt.Tokens.IsEmpty
            ? StopReason.EmptyPrompt
            : decoder.Run(slot, prompt.Tokens.AsSpan(), prepared.Source, run, PromptComputed);
        (string text, reason) = decoder.Finish(reason);
        double totalMs = ElapsedMs();
        return new CompletionResult
        {
            Text = style.Apply(text),
            Stop = reason,
            Tokens = decoder.Tokens,
            LogProbabilities = decoder.LogProbabilities,
            Stats = new CompletionStats
            {
                ReusedTokens = reuse.Reused,
                TrimmedTokens = reuse.Trimmed,
                ComputedTokens = reuse.Computed,
                RemainingTokens = reuse.Remaining,
                GeneratedTokens = decoder.Tokens.Count,
                DraftedTokens = decoder.DraftedTokens,
                AcceptedTokens = decoder.AcceptedTokens,
                Context = prompt.Context,
                GuidedNames = decoder.GuidedNames,
                UnguidedNames = decoder.UnguidedNames,
                RememberedTokens = decoder.RememberedTokens,
                RememberedFrom = memory?.Origin is { } origin ? PlaceOf(origin, request) : null,
                UnguidedReason = guide?.Failure,
                ReuseReason = reuse.ToString(),
                PromptMs = promptMs ?? totalMs,
                FirstTokenMs = firstTextMs ?? totalMs,
                TotalMs = totalMs,
            },
        };

        void PromptComputed(PromptReuse prompt)
        {
            reuse = prompt;
            promptMs = ElapsedMs();
        }

        void Show(ReadOnlySpan<char> certain)
        {
            firstTextMs ??= ElapsedMs();
            if (onText is null)
                return;

            string styled = style.Apply(certain);
            onText(styled[shown..]);
            shown = styled.Length;
        }

        double ElapsedMs() => _clock.GetElapsedTime(start).TotalMilliseconds;
    }

    /// <summary>
    /// Makes a slot hold a request's prompt, so that completing it later has next to nothing left to compute. Where that is so
    /// already, nothing is done.
    /// </summary>
    /// <param name="slot">The slot.</param>
    /// <param name="prepared">The document; how to decode doesn't matter.</param>
    /// <param name="cancellationToken">Ends the work, even within a step; what was computed by then stays.</param>
    /// <returns>What was reused, trimmed and computed.</returns>
    /// <exception cref="EngineException">The path alone fills the model's context.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static PromptReuse Warm(Slot slot, PreparedRequest prepared, CancellationToken cancellationToken)
    {
        Prompt prompt = PromptFor(slot, prepared);
        if (prompt.Tokens.IsEmpty)
            return default;

        int missing = prepared.MissingFrom(slot);
        if (missing <= NotWorthWarming)
            return new PromptReuse(ReuseReason.Repeated, prompt.Tokens.Length - missing, Trimmed: 0, Computed: 0, missing);

        ReserveFor(slot, prompt, prepared.Request);
        using var run = new CancellableRun(cancellationToken);
        slot.Load(prompt.Tokens.AsSpan(), prepared.Source, draft: [], run, out PromptReuse reuse);
        return reuse;
    }

    /// <summary>How probable the model finds a text at a place: what is worth showing in a prompt is found that way.</summary>
    /// <param name="slot">What it holds is reused as far as the prompt agrees with it.</param>
    /// <param name="request">The document; what was typed and how to decode don't matter.</param>
    /// <param name="text">The text; of a long one, its beginning counts.</param>
    /// <param name="cancellationToken">Ends the work, even within a step; the slot stays usable.</param>
    /// <returns>The natural logarithm of each token's probability; the first token may begin before the place.</returns>
    /// <exception cref="EngineException">The path alone fills the model's context.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public IReadOnlyList<double> Score(Slot slot, CompletionRequest request, string text, CancellationToken cancellationToken)
    {
        request = request with { Typed = "", Decoding = request.Decoding with { HealTokens = false } };
        Prompt prompt = BuildPrompt(slot, request);
        ReadOnlySpan<int> place = prompt.Tokens.AsSpan();
        ReadOnlySpan<int> whole = BuildPrompt(slot, request with { Typed = text }).Tokens.AsSpan();
        int start = whole.CommonPrefixLength(place);
        int end = Math.Min(whole.Length, start + MaxScoredTokens);
        List<double> scores = [];
        using var run = new CancellableRun(cancellationToken);
        while (start > 0 && start < end)
        {
            // What is scored is a draft, where the model takes some; what it sees as a whole doesn't hold any of it.
            ReadOnlySpan<int> written = whole[start..Math.Min(end, start + (_session.TakesDrafts ? DraftPolicy.MaxTokens : 1))];
            ReadOnlySpan<float> logits = slot.Load(
                whole[..start], Math.Min(SourceOf(prompt), start), _session.TakesDrafts ? written : [], run, out _);
            for (int i = 0; i < written.Length; i++)
                scores.Add(LogProbability(logits.Slice(i * _session.VocabularySize, _tokenizer.VocabularySize), written[i]));
            start += written.Length;
        }

        return scores;
    }

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();

    private static double LogProbability(ReadOnlySpan<float> logits, int token)
    {
        float greatest = TensorPrimitives.Max(logits);
        double sum = 0;
        foreach (float logit in logits)
            sum += Math.Exp(logit - greatest);
        return logits[token] - greatest - Math.Log(sum);
    }

    /// <summary>The prompt of a request.</summary>
    /// <exception cref="EngineException">The path alone fills the model's context.</exception>
    internal Prompt BuildPrompt(Slot slot, CompletionRequest request) => PromptFor(slot, Prepare(request));

    private static Prompt PromptFor(Slot slot, PreparedRequest prepared) => prepared.Tokens < slot.Capacity
        ? prepared.Prompt
        : throw new EngineException(
            $"The prompt for {prepared.Request.Path} has {prepared.Tokens} tokens and a slot holds {slot.Capacity}; " +
            "give the document a shorter path, or choose a model with a longer context.");

    /// <summary>Has a slot grow before it is filled, where it holds least, and not while a completion is written.</summary>
    private static void ReserveFor(Slot slot, Prompt prompt, CompletionRequest request) =>
        slot.Reserve(Math.Min(slot.Capacity, prompt.Tokens.Length + request.Decoding.MaxTokens));

    /// <summary>What the request's document says elsewhere; the slot keeps it while the lines around the cursor's stay.</summary>
    private DocumentMemory Remember(Slot slot, CompletionRequest request) =>
        slot.Memory = DocumentMemory.Of(request.Prefix, request.Suffix, slot.Memory, _prompts.Encode);

    /// <summary>Encodes a file for a <see cref="ProjectMemoryIndex"/>. May be called on any thread.</summary>
    /// <exception cref="EngineException">The tokenizer has patterns that get out of hand on the text.</exception>
    public int[] Encode(string text)
    {
        List<int> tokens = [];
        _prompts.Encode(text, tokens);
        return [.. tokens];
    }

    private string PlaceOf(MemoryOrigin origin, CompletionRequest request)
    {
        int line = 1;
        foreach (int token in origin.TokensBefore)
        {
            // What isn't part of the document's memory is the line that is written: what was typed, and the break before it.
            line += token == DocumentMemory.Separator
                ? request.Typed.Count(character => character == '\n') + (request.Prefix.Contains('\n') ? 1 : 0)
                : _tokenizer.GetBytes(token).Count((byte)'\n');
        }

        return string.Create(CultureInfo.InvariantCulture, $"{origin.Path}:{line}");
    }

    /// <summary>The leading tokens of a prompt that see all of each other on this model.</summary>
    internal int SourceOf(Prompt prompt) => _session.HasSource ? prompt.SourceLength : 0;

    private static void CheckFit(
        ModelDirectory model, ModelGraph graph, ISequenceModel session, ModelTokenizer tokenizer)
    {
        if (tokenizer.VocabularySize > session.VocabularySize)
        {
            throw new EngineException(
                $"The tokenizer {model.TokenizerPath} has {tokenizer.VocabularySize} tokens, but the graph " +
                $"{model.PathOf(graph.File)} only {session.VocabularySize}: they belong to different models; " +
                "get the model's files again.");
        }

        if (graph.Form is { } form && session is ModelSession decoder && form != decoder.Signature.Form)
        {
            throw new EngineException(
                $"The graph {model.PathOf(graph.File)} is of the form {decoder.Signature.Form}, but the manifest says {form}; " +
                "correct the manifest, or get the model's files again.");
        }
    }

    private static FrozenSet<int> ResolveStopTokens(
        ModelManifest manifest, ModelTokenizer tokenizer, IEnumerable<int> ofFormat)
    {
        IEnumerable<int> named = manifest.StopTokens.Select(name => tokenizer.TryGetSpecialToken(name, out int id)
            ? id
            : throw new EngineException(
                $"The manifest of {manifest.Name} names the stop token \"{name}\", which its vocabulary lacks; " +
                "correct stopTokens in model.json."));

        // A special token stands for no text: were one of them written over, the text of another file would be glued on.
        IEnumerable<int> controlling = ControlTokens.Unmistakable.SelectMany<string, int>(
            text => tokenizer.TryGetSpecialToken(text, out int id) ? [id] : []);
        return [.. named, .. manifest.StopTokenIds, .. ofFormat, .. tokenizer.SpecialTokens, .. controlling];
    }
}
