using System.Text.Json;
using System.Text.Json.Serialization;

namespace LspCompletion.Server.Protocol.Messages;

/// <summary>Reads a number of any size as the nearest <see cref="int"/>: clients write huge ones for "the end of the line".</summary>
internal sealed class ClampedIntegerConverter : JsonConverter<int>
{
    /// <inheritdoc/>
    public override int Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.Number)
            throw new JsonException("A line or character is a number.");

        // A conversion to int saturates; one from a number too large for a double is infinity.
        return reader.TryGetInt32(out int value) ? value : (int)reader.GetDouble();
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, int value, JsonSerializerOptions options) =>
        writer.WriteNumberValue(value);
}
