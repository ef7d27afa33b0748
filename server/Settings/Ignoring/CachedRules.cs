namespace LspCompletion.Server.Settings.Ignoring;

/// <summary>Rules that were read from a file, and what tells whether the file was altered since.</summary>
/// <param name="Size">The file's length in bytes.</param>
/// <param name="LastWrite">When it was last written, UTC.</param>
/// <param name="Rules">Its rules.</param>
internal sealed record CachedRules(long Size, DateTime LastWrite, IgnoreRules Rules);
