using LspCompletion.Engine.Text;

namespace LspCompletion.Engine.Prompting;

/// <summary>A text from elsewhere that is shown to the model ahead of the document.</summary>
/// <remarks>
/// What nobody sees is left out of it (<see cref="InvisibleText"/>): whoever wrote another file has no say in what the model
/// is told behind the user's back. The document's own text is shown as it is, since what is cached, and where in the
/// document it stands, goes by its characters.
/// </remarks>
/// <param name="Path">Where it is from, relative and with forward slashes.</param>
/// <param name="Text">The text, already cut to what is worth showing.</param>
public sealed record ContextFile(string Path, string Text)
{
    /// <summary>Where it is from, relative and with forward slashes.</summary>
    public string Path { get; init => field = InvisibleText.Strip(value); } = InvisibleText.Strip(Path);

    /// <summary>The text, already cut to what is worth showing.</summary>
    public string Text { get; init => field = InvisibleText.Strip(value); } = InvisibleText.Strip(Text);
}
