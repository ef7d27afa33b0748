namespace LspCompletion.Server.Documents;

/// <summary>Text that takes another's place.</summary>
/// <param name="Range">What it takes the place of; <see langword="null"/>: of everything.</param>
/// <param name="Text">What stands there afterwards.</param>
internal sealed record TextChange(TextRange? Range, string Text);
