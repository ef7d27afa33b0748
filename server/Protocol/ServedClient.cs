namespace LspCompletion.Server.Protocol;

/// <summary>What works for a client once it has made itself known, besides the handlers.</summary>
/// <param name="Configuration">Gets its settings.</param>
/// <param name="Status">Tells it of the engine.</param>
internal sealed record ServedClient(ConfigurationReader Configuration, StatusReporter Status);
