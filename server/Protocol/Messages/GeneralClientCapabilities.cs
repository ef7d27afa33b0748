namespace LspCompletion.Server.Protocol.Messages;

/// <summary>What a client can do in every request.</summary>
/// <param name="PositionEncodings">The <see cref="PositionEncodingKind"/>s that it knows, the best first.</param>
internal sealed record GeneralClientCapabilities(string[]? PositionEncodings = null);
