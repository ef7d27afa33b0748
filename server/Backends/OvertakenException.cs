namespace LspCompletion.Server.Backends;

/// <summary>
/// Idle work gave way to work that somebody waits for, or ended with its document. What was computed by then is kept where the
/// document is; whoever still wants the rest asks again.
/// </summary>
internal sealed class OvertakenException() : Exception("Idle work gave way to work that somebody waits for.");
