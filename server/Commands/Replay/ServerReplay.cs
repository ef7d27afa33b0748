namespace LspCompletion.Server.Commands.Replay;

/// <summary>What came of typing one file into a server.</summary>
/// <param name="Name">The file, as the user named it.</param>
/// <param name="Characters">How many characters were typed or accepted.</param>
/// <param name="SavedCharacters">How many of them took no key of their own.</param>
/// <param name="Answers">The answer to each key.</param>
internal sealed record ServerReplay(
    string Name, int Characters, int SavedCharacters, IReadOnlyList<ReplayAnswer> Answers);
