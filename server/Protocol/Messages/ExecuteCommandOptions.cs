namespace LspCompletion.Server.Protocol.Messages;

/// <summary>The commands that the server executes.</summary>
/// <param name="Commands">Their names.</param>
internal sealed record ExecuteCommandOptions(string[] Commands);
