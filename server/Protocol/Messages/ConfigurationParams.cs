namespace LspCompletion.Server.Protocol.Messages;

/// <summary>A question for settings.</summary>
/// <param name="Items">Which ones.</param>
internal sealed record ConfigurationParams(ConfigurationItem[] Items);
