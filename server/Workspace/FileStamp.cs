namespace LspCompletion.Server.Workspace;

/// <summary>By which a file is known to be still the same.</summary>
/// <param name="Length">Its length in bytes; of an open document, that of its text.</param>
/// <param name="LastWriteUtc">When it was last written; of an open document, never.</param>
/// <param name="Text">The hash of an open document's text.</param>
internal readonly record struct FileStamp(long Length, DateTime LastWriteUtc, int Text);
