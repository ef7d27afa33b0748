namespace LspCompletion.Server.Protocol.Messages;

/// <summary>Whether a feature may be offered after the client has connected.</summary>
/// <param name="DynamicRegistration">Whether <c>client/registerCapability</c> takes it.</param>
internal sealed record DynamicRegistrationCapability(bool? DynamicRegistration = null);
