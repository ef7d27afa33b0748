using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LspCompletion.Server.Settings;

/// <summary>
/// An object of language identifiers, each on or off. Languages that it doesn't name stay as they were.
/// </summary>
internal sealed class LanguageSwitchesType : SettingType<LanguageSwitches>
{
    /// <inheritdoc/>
    public override string Allowed => "an object of language identifiers, each true or false";

    /// <inheritdoc/>
    public override bool TryRead(
        JsonElement element, LanguageSwitches current, [MaybeNullWhen(false)] out LanguageSwitches value)
    {
        value = null;
        if (!LenientJson.TryGetProperties(element, out IReadOnlyList<JsonProperty>? properties))
            return false;

        var switches = new List<KeyValuePair<string, bool>>();
        foreach (JsonProperty property in properties)
        {
            if (!LenientJson.TryGetName(property, out string? language)
                || property.Value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
            {
                return false;
            }

            switches.Add(new(language, property.Value.GetBoolean()));
        }

        value = current.With(switches);
        return true;
    }

    /// <inheritdoc/>
    public override JsonNode Write(LanguageSwitches value) =>
        new JsonObject(value.All.Select(
            entry => KeyValuePair.Create(entry.Key, (JsonNode?)JsonValue.Create(entry.Value))));

    /// <inheritdoc/>
    public override JsonObject ToSchema() =>
        new() { ["type"] = "object", ["additionalProperties"] = new JsonObject { ["type"] = "boolean" } };
}
