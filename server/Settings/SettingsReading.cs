namespace LspCompletion.Server.Settings;

/// <summary>Settings that were read, and what was wrong with them.</summary>
/// <param name="Settings">What holds: good values as they were given, others as they were before.</param>
/// <param name="Problems">One line each: the key, its value, what is allowed.</param>
/// <param name="Refused">The keys of settings that are the user's alone, where a workspace would have set them.</param>
internal sealed record SettingsReading(ServerSettings Settings, IReadOnlyList<string> Problems, IReadOnlyList<string> Refused);
