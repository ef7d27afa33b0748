namespace LspCompletion.Server.Commands.Replay;

/// <summary>The figures of one file, or of all files together.</summary>
/// <param name="File">The file; <see langword="null"/> for all together.</param>
/// <param name="FromLine">The first typed line, counted from 1; <see langword="null"/> for all together.</param>
/// <param name="ToLine">The last typed line; <see langword="null"/> for all together.</param>
/// <param name="Characters">How many characters were typed or accepted.</param>
/// <param name="Keystrokes">How many keys that took.</param>
/// <param name="IsCut">Whether the limit on keys ended typing early.</param>
/// <param name="SavedShare">The share of the characters that took no key of their own, from 0 to 1.</param>
/// <param name="WithCache">The cost with the cache, if measured.</param>
/// <param name="WithoutCache">The cost without the cache, if measured.</param>
/// <param name="PromptGain">How many times the prompt is cheaper with the cache, if both were measured.</param>
internal sealed record FileReport(
    string? File,
    int? FromLine,
    int? ToLine,
    int Characters,
    int Keystrokes,
    bool IsCut,
    double SavedShare,
    ReplayFigures? WithCache,
    ReplayFigures? WithoutCache,
    double? PromptGain)
{
    /// <summary>Sums up one file.</summary>
    public static FileReport Of(FileReplay replay) =>
        Of([replay]) with { File = replay.Name, FromLine = replay.Range.FirstLine, ToLine = replay.Range.LastLine };

    /// <summary>Sums up all files together; every completion counts the same.</summary>
    public static FileReport Of(IReadOnlyList<FileReplay> replays)
    {
        int characters = replays.Sum(replay => replay.Characters);
        ReplayFigures? withCache = Figures(replay => replay.WithCache);
        ReplayFigures? withoutCache = Figures(replay => replay.WithoutCache);
        return new FileReport(
            File: null,
            FromLine: null,
            ToLine: null,
            characters,
            replays.Sum(replay => replay.Keystrokes),
            replays.Any(replay => replay.IsCut),
            (double)replays.Sum(replay => replay.SavedCharacters) / characters,
            withCache,
            withoutCache,
            withoutCache?.PromptMs / withCache?.PromptMs);

        ReplayFigures? Figures(Func<FileReplay, IReadOnlyList<Engine.CompletionStats>> completions) =>
            replays.SelectMany(completions).ToList() is { Count: > 0 } all ? ReplayFigures.Of(all) : null;
    }
}
