namespace LspCompletion.Engine.Prompting;

/// <summary>
/// One part of a template as a manifest writes it: exactly one of <see cref="Token"/>, <see cref="Text"/> and
/// <see cref="Slot"/> is there.
/// </summary>
public sealed record FimPartSpecification
{
    /// <summary>A special token of the vocabulary, by its string.</summary>
    public string? Token { get; init; }

    /// <summary>Plain text.</summary>
    public string? Text { get; init; }

    /// <summary>
    /// What is filled in: <c>path</c>, <c>prefix</c>, <c>suffix</c>, <c>middle</c>, <c>repository</c>,
    /// <c>context</c>; <c>answer</c> is where what the model writes begins; in the template of a context file <c>path</c> and <c>text</c>.
    /// </summary>
    public string? Slot { get; init; }
}
