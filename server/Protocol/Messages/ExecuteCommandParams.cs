using System.Text.Json;

namespace LspCompletion.Server.Protocol.Messages;

/// <summary>A command to execute.</summary>
/// <param name="Command">Its name.</param>
/// <param name="Arguments">Its arguments.</param>
internal sealed record ExecuteCommandParams(string Command, JsonElement[]? Arguments = null);
