namespace LspCompletion.Server.Settings.Ignoring;

/// <summary>One step of a <see cref="GlobPattern"/>.</summary>
/// <param name="Kind">What it stands for.</param>
/// <param name="Character">The character of a literal.</param>
/// <param name="Set">The characters of a set.</param>
internal readonly record struct GlobStep(GlobStepKind Kind, char Character = '\0', GlobSet? Set = null);
