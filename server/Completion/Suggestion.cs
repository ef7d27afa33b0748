namespace LspCompletion.Server.Completion;

/// <summary>A completion to show.</summary>
/// <param name="Id">Names it when it is shown or accepted.</param>
/// <param name="ReplaceStart">The offset of what it takes the place of; the stretch lies on the cursor's line.</param>
/// <param name="ReplaceEnd">Where that ends.</param>
/// <param name="Text">What stands there once it is accepted; not empty.</param>
internal sealed record Suggestion(string Id, int ReplaceStart, int ReplaceEnd, string Text);
