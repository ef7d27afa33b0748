using LspCompletion.Server.Backends;

namespace LspCompletion.Server.Workspace;

/// <summary>A file that is to be told of.</summary>
/// <param name="Path">Its path, absolute.</param>
/// <param name="Told">What is told.</param>
/// <param name="Stamp">By which it is known that it is still the same; <see langword="null"/> of one that has gone.</param>
internal sealed record FileAsItIs(string Path, RememberedFile Told, FileStamp? Stamp);
