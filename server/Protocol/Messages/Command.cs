using System.Text.Json;
using System.Text.Json.Serialization;

namespace LspCompletion.Server.Protocol.Messages;

/// <summary>A command that the client sends back.</summary>
/// <param name="Title">Its name for people.</param>
/// <param name="Name">Its name.</param>
/// <param name="Arguments">Its arguments.</param>
internal sealed record Command(
    string Title,
    [property: JsonPropertyName("command")] string Name,
    JsonElement[]? Arguments = null);
