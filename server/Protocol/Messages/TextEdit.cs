namespace LspCompletion.Server.Protocol.Messages;

/// <summary>A text that takes another's place.</summary>
/// <param name="Range">What it takes the place of.</param>
/// <param name="NewText">The new text.</param>
internal sealed record TextEdit(Range Range, string NewText);
