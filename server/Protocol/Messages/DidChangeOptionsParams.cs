using System.Text.Json;

namespace LspCompletion.Server.Protocol.Messages;

/// <summary>The user changed what a client had given as the options of <c>initialize</c>.</summary>
/// <param name="Options">All of them, as they are now.</param>
internal sealed record DidChangeOptionsParams(JsonElement Options);
