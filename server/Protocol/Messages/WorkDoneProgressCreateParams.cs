namespace LspCompletion.Server.Protocol.Messages;

/// <summary>Progress that the server is about to begin.</summary>
/// <param name="Token">Names it.</param>
internal sealed record WorkDoneProgressCreateParams(string Token);
