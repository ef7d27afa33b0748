using LspCompletion.Server.Documents;

namespace LspCompletion.Server.Completion;

/// <summary>A place to complete.</summary>
/// <param name="Document">The document as it was when the request was read.</param>
/// <param name="Offset">The cursor, in UTF-16 code units; never within a surrogate pair.</param>
/// <param name="Trigger">Who asks.</param>
/// <param name="Selected">What is selected in the editor's list; <see langword="null"/> if no list is shown.</param>
internal sealed record CompletionQuery(
    DocumentSnapshot Document, int Offset, CompletionTrigger Trigger, SelectedItem? Selected)
{
    /// <summary>The most suggestions that the client wants to choose from.</summary>
    public int MostSuggestions { get; init; } = 1;
}
