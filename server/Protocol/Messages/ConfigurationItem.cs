namespace LspCompletion.Server.Protocol.Messages;

/// <summary>A part of the settings.</summary>
/// <param name="Section">Its name.</param>
internal sealed record ConfigurationItem(string Section);
