namespace LspCompletion.Server.Protocol.Messages;

/// <summary>How much of the server's work to trace.</summary>
/// <param name="Value">A <see cref="TraceValue"/>.</param>
internal sealed record SetTraceParams(string Value);
