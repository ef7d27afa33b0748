using LspCompletion.Engine;
using LspCompletion.Engine.Caching;
using LspCompletion.Engine.Decoding;
using LspCompletion.Server.Commands.Sources;

namespace LspCompletion.Server.Commands.Replay;

/// <summary>Types files through the engine and measures every completion.</summary>
/// <param name="engine">The engine; this replayer is its only user meanwhile.</param>
/// <param name="options">How to type and what to measure.</param>
internal sealed class FileReplayer(CompletionEngine engine, ReplayOptions options)
{
    /// <summary>Types one file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="onProgress">Told after each completion, with the share of the work that is done, from 0 to 1.</param>
    /// <param name="cancellationToken">Ends the replay.</param>
    public FileReplay Replay(TypedFile file, Action<double> onProgress, CancellationToken cancellationToken)
    {
        (SourceText source, string path, TypedRange range) = file;
        using Slot slot = engine.CreateSlot();
        bool measuresWithoutCache = options.Modes.HasFlag(CacheModes.WithoutCache);
        double shareOfTyping = measuresWithoutCache ? 0.5 : 1;

        // Without the cache the keys are the same, for a cache never changes an answer: so they are found with it.
        int limit = options.KeystrokesFor(range.End - range.Start);
        List<Keystroke<CompletionResult>> keystrokes = [];
        foreach (Keystroke<CompletionResult> keystroke in TypingReplay
            .Type(source.Text, range, options.AcceptsSuggestions, CompleteAt, completion => completion.Text)
            .Take(limit))
        {
            keystrokes.Add(keystroke);
            onProgress(shareOfTyping * Math.Max(
                (double)keystrokes.Count / limit,
                (double)(keystroke.Position - range.Start) / (range.End - range.Start)));
        }

        List<CompletionStats> withoutCache = [];
        int sample = measuresWithoutCache ? options.SampleOf(keystrokes.Count) : 0;
        foreach (int index in Enumerable.Range(0, sample).Select(i => (int)((long)i * keystrokes.Count / sample)))
        {
            slot.Clear();
            withoutCache.Add(CompleteAt(keystrokes[index].Position).Stats);
            onProgress(shareOfTyping + ((1 - shareOfTyping) * withoutCache.Count / sample));
        }

        int end = keystrokes[^1].Position;
        return new FileReplay(
            source.Name,
            range,
            end - range.Start,
            keystrokes.Count,
            keystrokes.Where(key => key.Accepts).Sum(key => key.Length - 1),
            IsCut: end < range.End,
            options.Modes.HasFlag(CacheModes.WithCache) ? [.. keystrokes.Select(key => key.Answer.Stats)] : [],
            withoutCache);

        CompletionResult CompleteAt(int position) => engine.Complete(
            slot,
            new CompletionRequest
            {
                Path = path,
                Prefix = source.Text[..position],
                Suffix = source.Text[range.End..],
                Decoding = new DecodingOptions { MaxLines = 1, MaxTokens = options.MaxTokens },
            },
            onText: null,
            cancellationToken);
    }
}
