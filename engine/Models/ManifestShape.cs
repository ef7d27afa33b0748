using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace LspCompletion.Engine.Models;

/// <summary>
/// Compares a JSON text with the type it should become. The serializer makes the same checks, but its messages speak of
/// .NET types; these speak to whoever wrote the file.
/// </summary>
internal static class ManifestShape
{
    private const int LongestQuote = 40;

    /// <summary>What is missing, unknown or of the wrong kind first, by its JSON path; null if all is well.</summary>
    public static string? FirstFault(JsonElement value, JsonTypeInfo type) => FirstFault(value, type, "$");

    private static string? FirstFault(JsonElement value, JsonTypeInfo type, string path) => type.Kind switch
    {
        JsonTypeInfoKind.Object => ObjectFault(value, type, path),
        JsonTypeInfoKind.Enumerable => ListFault(value, type, path),
        _ => ScalarFault(value, type, path),
    };

    private static string? ObjectFault(JsonElement value, JsonTypeInfo type, string path)
    {
        if (value.ValueKind != JsonValueKind.Object)
            return Mismatch(value, path, "an object");

        foreach (JsonProperty property in value.EnumerateObject())
        {
            if (!type.Properties.Any(known => known.Name == property.Name))
                return $"{path}.{property.Name} is not a property of this version of the manifest";
        }

        foreach (JsonPropertyInfo property in type.Properties)
        {
            string propertyPath = $"{path}.{property.Name}";
            if (!value.TryGetProperty(property.Name, out JsonElement propertyValue))
            {
                if (property.IsRequired)
                    return $"{propertyPath} is missing";
            }
            else if (propertyValue.ValueKind == JsonValueKind.Null && property.IsSetNullable)
            {
                continue;
            }
            else
            {
                JsonTypeInfo propertyType = type.Options.GetTypeInfo(property.PropertyType);
                if (FirstFault(propertyValue, propertyType, propertyPath) is { } fault)
                    return fault;
            }
        }

        return null;
    }

    private static string? ListFault(JsonElement value, JsonTypeInfo type, string path)
    {
        if (value.ValueKind != JsonValueKind.Array)
            return Mismatch(value, path, "a list");

        JsonTypeInfo elementType = type.Options.GetTypeInfo(type.ElementType!);
        return value.EnumerateArray()
            .Select((element, index) => FirstFault(element, elementType, $"{path}[{index}]"))
            .FirstOrDefault(fault => fault is not null);
    }

    private static string? ScalarFault(JsonElement value, JsonTypeInfo type, string path)
    {
        Type scalar = Nullable.GetUnderlyingType(type.Type) ?? type.Type;
        bool isNumber = value.ValueKind == JsonValueKind.Number;
        bool isString = value.ValueKind == JsonValueKind.String;

        if (scalar == typeof(string))
            return isString ? null : Mismatch(value, path, "a string");
        if (scalar == typeof(double))
            return isNumber ? null : Mismatch(value, path, "a number");
        if (scalar == typeof(int))
            return isNumber && value.TryGetInt32(out _) ? null : Mismatch(value, path, "a whole number");
        if (scalar == typeof(long))
            return isNumber && value.TryGetInt64(out _) ? null : Mismatch(value, path, "a whole number");
        if (!scalar.IsEnum)
            return null;

        string[] names = [.. NamesOf(scalar, type.Options)];
        return isString && names.Contains(value.GetString())
            ? null
            : Mismatch(value, path, $"one of {string.Join(", ", names)}");
    }

    private static IEnumerable<string> NamesOf(Type enumeration, JsonSerializerOptions options) =>
        Enum.GetValues(enumeration)
            .Cast<object>()
            .Select(member => JsonSerializer.SerializeToElement(member, options.GetTypeInfo(enumeration)).GetString()!);

    private static string Mismatch(JsonElement value, string path, string expected)
    {
        string found = value.ValueKind switch
        {
            JsonValueKind.Object => "an object",
            JsonValueKind.Array => "a list",
            _ => Shortened(value.GetRawText()),
        };
        return $"{path} is {found} and should be {expected}";
    }

    private static string Shortened(string text) =>
        text.Length <= LongestQuote ? text : string.Concat(text.AsSpan(0, LongestQuote), "…");
}
