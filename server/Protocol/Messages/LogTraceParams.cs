namespace LspCompletion.Server.Protocol.Messages;

/// <summary>A piece of the trace.</summary>
/// <param name="Message">What happened.</param>
/// <param name="Verbose">More of it.</param>
internal sealed record LogTraceParams(string Message, string? Verbose = null);
