namespace LspCompletion.Server.Protocol.Messages;

/// <summary>A completion in a list.</summary>
/// <param name="Label">What the list shows.</param>
/// <param name="Detail">What it shows beside that.</param>
/// <param name="Documentation">The whole text, for the window beside the list.</param>
/// <param name="SortText">Where it stands in the list.</param>
/// <param name="FilterText">What the client compares with what is typed.</param>
/// <param name="InsertTextFormat">How to read the text.</param>
/// <param name="InsertTextMode">What to do with the white space of the text's lines; missing where the client can't be told.</param>
/// <param name="TextEdit">What it does to the document.</param>
/// <param name="Command">What to execute once it is accepted.</param>
internal sealed record CompletionItem(
    string Label,
    string Detail,
    MarkupContent Documentation,
    string SortText,
    string FilterText,
    InsertTextFormat InsertTextFormat,
    InsertTextMode? InsertTextMode,
    TextEdit TextEdit,
    Command Command);
