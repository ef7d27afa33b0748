namespace LspCompletion.EndToEnd.Tests.Editors;

/// <summary>What came of typing in an editor, as its driver prints it.</summary>
/// <param name="Suggestion">What was suggested; of several lines perhaps the first.</param>
/// <param name="Lines">The text after the suggestion was accepted.</param>
/// <param name="Server">The process that the editor had started as language server.</param>
/// <param name="ExitCode">How the editor that was typed in ended.</param>
internal sealed record EditorReport(string Suggestion, string[] Lines, int Server, int ExitCode);
