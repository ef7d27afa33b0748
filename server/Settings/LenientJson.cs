using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace LspCompletion.Server.Settings;

/// <summary>
/// Reads what clients send as settings without ever throwing: JSON can escape half a surrogate pair, which is no text.
/// </summary>
internal static class LenientJson
{
    /// <summary>Reads a string.</summary>
    public static bool TryGetText(JsonElement element, [NotNullWhen(true)] out string? text)
    {
        text = null;
        try
        {
            text = element.ValueKind == JsonValueKind.String ? element.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair.
        }

        return text is not null;
    }

    /// <summary>Reads a property's name.</summary>
    public static bool TryGetName(JsonProperty property, [NotNullWhen(true)] out string? name)
    {
        try
        {
            name = property.Name;
            return true;
        }
        catch (InvalidOperationException)
        {
            name = null;
            return false;
        }
    }

    /// <summary>Reads an object. An empty list is taken for an empty object: Lua has one word for both.</summary>
    public static bool TryGetProperties(
        JsonElement element, [NotNullWhen(true)] out IReadOnlyList<JsonProperty>? properties)
    {
        properties = element.ValueKind switch
        {
            JsonValueKind.Object => [.. element.EnumerateObject()],
            JsonValueKind.Array when element.GetArrayLength() == 0 => [],
            _ => null,
        };
        return properties is not null;
    }

    /// <summary>Whether nothing is said: clients answer <c>null</c> for what the user hasn't set.</summary>
    public static bool IsUnset(JsonElement element) =>
        element.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null;
}
