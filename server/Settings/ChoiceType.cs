using System.Text.Json;
using System.Text.Json.Nodes;

namespace LspCompletion.Server.Settings;

/// <summary>One of the names of an enumeration; written in lower case, read in any.</summary>
internal sealed class ChoiceType<T> : SettingType<T>
    where T : struct, Enum
{
    private static readonly IReadOnlyList<string> Names = [.. Enum.GetValues<T>().Select(NameOf)];

    /// <inheritdoc/>
    public override string Allowed => $"one of {string.Join(", ", Names.Select(name => $"\"{name}\""))}";

    /// <inheritdoc/>
    public override bool TryRead(JsonElement element, T current, out T value)
    {
        value = default;
        return LenientJson.TryGetText(element, out string? text)
            && Names.Contains(text, StringComparer.OrdinalIgnoreCase)
            && Enum.TryParse(text, ignoreCase: true, out value);
    }

    /// <inheritdoc/>
    public override JsonNode Write(T value) => JsonValue.Create(NameOf(value));

    /// <inheritdoc/>
    public override JsonObject ToSchema() => new()
    {
        ["type"] = "string",
        ["enum"] = new JsonArray([.. Names.Select(name => JsonValue.Create(name))]),
    };

    private static string NameOf(T value) => value.ToString().ToLowerInvariant();
}
