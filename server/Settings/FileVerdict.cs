namespace LspCompletion.Server.Settings;

/// <summary>What was found out about a file on disk, and when.</summary>
/// <param name="Reason">Why the file is left alone; null where it isn't.</param>
/// <param name="Timestamp">When, by a <see cref="TimeProvider"/>.</param>
internal sealed record FileVerdict(string? Reason, long Timestamp);
