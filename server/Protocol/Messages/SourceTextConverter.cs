using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace LspCompletion.Server.Protocol.Messages;

/// <summary>
/// Reads source text as a client has it: half a surrogate pair stays what it is, since an edit may have cut the pair and
/// a later one complete it. (Any other string with half a pair is malformed.)
/// </summary>
internal sealed class SourceTextConverter : JsonConverter<string>
{
    private const int EscapeLength = 2;
    private const int UnicodeEscapeLength = 6;

    /// <inheritdoc/>
    public override string Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String)
            throw new JsonException("A text is a string.");

        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return Unescape(Encoding.UTF8.GetString(reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan));
        }
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value);

    /// <summary>Replaces escapes, all of which the reader has found to be well formed.</summary>
    private static string Unescape(ReadOnlySpan<char> escaped)
    {
        StringBuilder text = new(escaped.Length);
        while (true)
        {
            int backslash = escaped.IndexOf('\\');
            if (backslash < 0)
                return text.Append(escaped).ToString();

            text.Append(escaped[..backslash]);
            escaped = escaped[backslash..];
            char kind = escaped[1];
            text.Append(kind switch
            {
                'b' => '\b',
                'f' => '\f',
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                'u' => (char)ushort.Parse(
                    escaped[EscapeLength..UnicodeEscapeLength], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture),
                _ => kind,
            });
            escaped = escaped[(kind == 'u' ? UnicodeEscapeLength : EscapeLength)..];
        }
    }
}
