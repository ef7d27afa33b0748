using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LspCompletion.Server.Settings;

/// <summary>A text of one line.</summary>
/// <param name="allowed">What is allowed, as the end of a sentence.</param>
/// <param name="isAllowed">Whether a text is.</param>
internal sealed class TextType(string allowed, Func<string, bool> isAllowed) : SettingType<string>
{
    /// <inheritdoc/>
    public override string Allowed => allowed;

    /// <inheritdoc/>
    public override bool TryRead(JsonElement element, string current, [MaybeNullWhen(false)] out string value) =>
        LenientJson.TryGetText(element, out value) && !value.Any(char.IsControl) && isAllowed(value);

    /// <inheritdoc/>
    public override JsonNode Write(string value) => JsonValue.Create(value);

    /// <inheritdoc/>
    public override JsonObject ToSchema() => new() { ["type"] = "string" };
}
