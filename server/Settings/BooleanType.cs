using System.Text.Json;
using System.Text.Json.Nodes;

namespace LspCompletion.Server.Settings;

/// <summary><c>true</c> or <c>false</c>.</summary>
internal sealed class BooleanType : SettingType<bool>
{
    /// <inheritdoc/>
    public override string Allowed => "true or false";

    /// <inheritdoc/>
    public override bool TryRead(JsonElement element, bool current, out bool value)
    {
        value = element.ValueKind == JsonValueKind.True;
        return value || element.ValueKind == JsonValueKind.False;
    }

    /// <inheritdoc/>
    public override JsonNode Write(bool value) => JsonValue.Create(value);

    /// <inheritdoc/>
    public override JsonObject ToSchema() => new() { ["type"] = "boolean" };
}
