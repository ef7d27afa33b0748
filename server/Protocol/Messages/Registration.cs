using System.Text.Json;

namespace LspCompletion.Server.Protocol.Messages;

/// <summary>A feature that the server offers.</summary>
/// <param name="Id">Names the offer.</param>
/// <param name="Method">The feature's method.</param>
/// <param name="RegisterOptions">What its method asks for.</param>
internal sealed record Registration(string Id, string Method, JsonElement RegisterOptions);
