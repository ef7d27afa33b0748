namespace LspCompletion.Server.Completion;

/// <summary>The item that is selected in the editor's list of completions: a suggestion must go on from its text.</summary>
/// <param name="Start">The offset from which the item would be inserted.</param>
/// <param name="End">The offset up to which it would replace what is there.</param>
/// <param name="Text">The item's text.</param>
internal sealed record SelectedItem(int Start, int End, string Text);
