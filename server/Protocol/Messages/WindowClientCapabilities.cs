namespace LspCompletion.Server.Protocol.Messages;

/// <summary>What a client can show.</summary>
/// <param name="WorkDoneProgress">Whether it shows progress that the server begins.</param>
internal sealed record WindowClientCapabilities(bool? WorkDoneProgress = null);
