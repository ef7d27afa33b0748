namespace LspCompletion.Server.Documents;

/// <summary>What became of a document when the client changed it.</summary>
/// <param name="Before">The document before; <see langword="null"/> if nothing reliable was known of it.</param>
/// <param name="After">The document afterwards; <see langword="null"/> if nothing reliable is known of it any more.</param>
/// <param name="Start">The first offset at which the two may differ.</param>
/// <param name="Problem">What the client did wrong, in one line; <see langword="null"/> if nothing.</param>
internal sealed record DocumentChange(DocumentSnapshot? Before, DocumentSnapshot? After, int Start, string? Problem);
