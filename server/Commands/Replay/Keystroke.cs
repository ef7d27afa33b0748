namespace LspCompletion.Server.Commands.Replay;

/// <summary>A key that was pressed, and the completion that was asked for then.</summary>
/// <param name="Position">The offset of the cursor after the key.</param>
/// <param name="Length">How many characters the key brought.</param>
/// <param name="Accepts">Whether the key accepted a suggestion, instead of typing a character.</param>
/// <param name="Answer">What was answered at <paramref name="Position"/>.</param>
internal sealed record Keystroke<TAnswer>(int Position, int Length, bool Accepts, TAnswer Answer);
