using System.Text.Json;
using System.Text.Json.Nodes;

namespace LspCompletion.Server.Settings;

/// <summary>A whole number in a range; <c>3.0</c> is one too, since some clients write every number so.</summary>
internal sealed class WholeNumberType(int minimum, int maximum) : SettingType<int>
{
    /// <inheritdoc/>
    public override string Allowed => $"a whole number from {minimum} to {maximum}";

    /// <inheritdoc/>
    public override bool TryRead(JsonElement element, int current, out int value)
    {
        bool isAllowed = element.ValueKind == JsonValueKind.Number
            && element.TryGetDouble(out double number)
            && double.IsInteger(number)
            && number >= minimum && number <= maximum;
        value = isAllowed ? (int)element.GetDouble() : 0;
        return isAllowed;
    }

    /// <inheritdoc/>
    public override JsonNode Write(int value) => JsonValue.Create(value);

    /// <inheritdoc/>
    public override JsonObject ToSchema() =>
        new() { ["type"] = "integer", ["minimum"] = minimum, ["maximum"] = maximum };
}
