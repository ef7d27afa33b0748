using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LspCompletion.Server.Settings;

/// <summary>A number in a range.</summary>
internal sealed class NumberType(double minimum, double maximum) : SettingType<double>
{
    /// <inheritdoc/>
    public override string Allowed =>
        string.Create(CultureInfo.InvariantCulture, $"a number from {minimum} to {maximum}");

    /// <inheritdoc/>
    public override bool TryRead(JsonElement element, double current, out double value)
    {
        value = 0;
        return element.ValueKind == JsonValueKind.Number
            && element.TryGetDouble(out value)
            && value >= minimum && value <= maximum;
    }

    /// <inheritdoc/>
    public override JsonNode Write(double value) => JsonValue.Create(value);

    /// <inheritdoc/>
    public override JsonObject ToSchema() =>
        new() { ["type"] = "number", ["minimum"] = minimum, ["maximum"] = maximum };
}
