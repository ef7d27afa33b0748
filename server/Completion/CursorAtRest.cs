using LspCompletion.Server.Documents;

namespace LspCompletion.Server.Completion;

/// <summary>A cursor that has come to rest.</summary>
/// <param name="Document">The document as it is now.</param>
/// <param name="Offset">Where the cursor most likely is, in UTF-16 code units.</param>
/// <param name="News">How that is known.</param>
/// <param name="Moved">Cancelled when the document is changed or closed, or the cursor moves.</param>
internal sealed record CursorAtRest(DocumentSnapshot Document, int Offset, CursorNews News, CancellationToken Moved);
