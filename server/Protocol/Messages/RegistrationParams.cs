namespace LspCompletion.Server.Protocol.Messages;

/// <summary>Features that the server offers after the client has connected.</summary>
/// <param name="Registrations">The features.</param>
internal sealed record RegistrationParams(Registration[] Registrations);
