namespace LspCompletion.Server.Backends;

/// <summary>Idle work gave way to work that somebody waits for.</summary>
internal sealed class OvertakenException() : Exception("Idle work gave way to work that somebody waits for.");
