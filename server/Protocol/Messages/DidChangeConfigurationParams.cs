using System.Text.Json;

namespace LspCompletion.Server.Protocol.Messages;

/// <summary>The settings changed.</summary>
/// <param name="Settings">The settings, from a client that sends them along.</param>
internal sealed record DidChangeConfigurationParams(JsonElement? Settings = null);
