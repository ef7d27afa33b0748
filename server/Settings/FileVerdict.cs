namespace LspCompletion.Server.Settings;

/// <summary>What was found out about a document apart from its language, and when.</summary>
/// <param name="Reason">Why it is left alone; null where it isn't.</param>
/// <param name="Timestamp">
/// When its file was looked at, by a <see cref="TimeProvider"/>; null where the name says it all.
/// </param>
internal sealed record FileVerdict(string? Reason, long? Timestamp);
