using System.Text.Json.Serialization;

namespace LspCompletion.Server.Protocol.Messages;

/// <summary>A place in a document.</summary>
/// <param name="Line">The line, from 0.</param>
/// <param name="Character">What stands before it in the line, in units of the position encoding.</param>
internal sealed record Position(
    [property: JsonConverter(typeof(ClampedIntegerConverter))] int Line,
    [property: JsonConverter(typeof(ClampedIntegerConverter))] int Character);
