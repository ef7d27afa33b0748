namespace LspCompletion.Server.Protocol.Messages;

/// <summary>A completion to show inline.</summary>
/// <param name="InsertText">The text.</param>
/// <param name="Range">What it takes the place of.</param>
/// <param name="Command">What to execute once it is accepted.</param>
internal sealed record InlineCompletionItem(string InsertText, Range Range, Command Command);
