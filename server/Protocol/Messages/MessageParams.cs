namespace LspCompletion.Server.Protocol.Messages;

/// <summary>A message for the log, or for the user.</summary>
/// <param name="Type">How bad it is.</param>
/// <param name="Message">What happened.</param>
internal sealed record MessageParams(MessageType Type, string Message);
