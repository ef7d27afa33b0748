namespace LspCompletion.Server.Documents;

/// <summary>A cell of a notebook.</summary>
/// <param name="Uri">The document that it holds.</param>
/// <param name="IsCode">Whether that is code; otherwise it is a text for people.</param>
internal readonly record struct NotebookCell(string Uri, bool IsCode);
