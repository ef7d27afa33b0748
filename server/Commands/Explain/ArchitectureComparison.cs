namespace LspCompletion.Server.Commands.Explain;

/// <summary>What <c>explain architectures</c> prints.</summary>
/// <param name="File">The file's name.</param>
/// <param name="Keystrokes">How many keys were pressed.</param>
/// <param name="Models">What came of it on each model.</param>
internal sealed record ArchitectureComparison(string File, int Keystrokes, IReadOnlyList<ArchitectureFigures> Models);
