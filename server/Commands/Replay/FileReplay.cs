using LspCompletion.Engine;

namespace LspCompletion.Server.Commands.Replay;

/// <summary>What came of typing one file.</summary>
/// <param name="Name">The file, as the user named it.</param>
/// <param name="Range">The part that was to be typed.</param>
/// <param name="Characters">How many characters were typed or accepted.</param>
/// <param name="Keystrokes">How many keys that took.</param>
/// <param name="SavedCharacters">How many characters took no key of their own, because a suggestion was accepted.</param>
/// <param name="IsCut">Whether the limit on keys ended typing before the range's end.</param>
/// <param name="WithCache">The cost of each completion, in order; empty if that was not asked for.</param>
/// <param name="WithoutCache">The same for a sample without the cache; empty if that was not asked for.</param>
internal sealed record FileReplay(
    string Name,
    TypedRange Range,
    int Characters,
    int Keystrokes,
    int SavedCharacters,
    bool IsCut,
    IReadOnlyList<CompletionStats> WithCache,
    IReadOnlyList<CompletionStats> WithoutCache);
