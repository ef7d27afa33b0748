using LspCompletion.Engine;
using LspCompletion.Engine.Caching;
using LspCompletion.Engine.Decoding;
using LspCompletion.Server.Commands.Replay;

namespace LspCompletion.Server.Commands.Explain;

/// <summary>Types a part of a file into a model, a character at a time, and measures a completion at each.</summary>
/// <param name="file">What to type.</param>
/// <param name="keystrokes">The most keys to press.</param>
/// <param name="tokens">How many tokens to write at each.</param>
internal sealed class ArchitectureReplay(TypedFile file, int keystrokes, int tokens)
{
    /// <summary>Characters behind an anchor after which it moves to the cursor.</summary>
    private const int WorthReanchoring = 64;

    /// <summary>How many keys are pressed.</summary>
    public int Keystrokes { get; } = Math.Min(keystrokes, file.Range.End - file.Range.Start);

    /// <summary>Types with each key changing the prompt, and again behind an anchor.</summary>
    /// <param name="architecture">What to call the model's architecture.</param>
    /// <param name="model">The model's folder.</param>
    /// <param name="onProgress">Told after each key, with the share of the work that is done, from 0 to 1.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public ArchitectureFigures Run(
        string architecture, string model, Action<double> onProgress, CancellationToken cancellationToken)
    {
        using CompletionEngine engine = CompletionEngine.Load(model, new EngineOptions(), progress: null, cancellationToken);
        using Slot slot = engine.CreateSlot();
        long cacheBytes = 0;
        KeystrokeFigures wholePrompt = Type(anchorEvery: 1, share => onProgress(share / 2));
        KeystrokeFigures anchored = Type(WorthReanchoring, share => onProgress((1 + share) / 2));
        return new ArchitectureFigures(
            architecture, engine.Manifest.Name, engine.WeightBytes, cacheBytes, wholePrompt, anchored);

        KeystrokeFigures Type(int anchorEvery, Action<double> onShare)
        {
            // The first completion is no keystroke's: it computes what stands there before anything is typed.
            slot.Clear();
            Complete(file.Range.Start, file.Range.Start);
            List<CompletionStats> completions = new(Keystrokes);
            for (int key = 1; key <= Keystrokes; key++)
            {
                completions.Add(Complete(file.Range.Start + (key / anchorEvery * anchorEvery), file.Range.Start + key));
                onShare((double)key / Keystrokes);
            }

            return KeystrokeFigures.Of(completions);
        }

        CompletionStats Complete(int anchor, int cursor)
        {
            CompletionStats stats = engine.Complete(
                slot,
                new CompletionRequest
                {
                    Path = file.Path,
                    Prefix = file.Source.Text[..anchor],
                    Typed = file.Source.Text[anchor..cursor],
                    Suffix = file.Source.Text[file.Range.End..],
                    Decoding = new DecodingOptions { MaxLines = 0, MaxTokens = tokens, MaxDraftTokens = 0 },
                },
                onText: null,
                cancellationToken).Stats;
            cacheBytes = Math.Max(cacheBytes, slot.ByteCount);
            return stats;
        }
    }
}
