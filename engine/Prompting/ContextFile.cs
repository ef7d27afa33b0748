namespace LspCompletion.Engine.Prompting;

/// <summary>A text from elsewhere that is shown to the model ahead of the document.</summary>
/// <param name="Path">Where it is from, relative and with forward slashes.</param>
/// <param name="Text">The text, already cut to what is worth showing.</param>
public sealed record ContextFile(string Path, string Text);
