namespace LspCompletion.Engine.Models;

/// <summary>How a model wants to be shown what stands before and after the cursor.</summary>
/// <param name="Format">The format's name.</param>
public sealed record FillInTheMiddle(string Format);
