using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LspCompletion.Server.Settings;

/// <summary>A folder's path, or nothing. Whether the folder is there is for those to say who open it.</summary>
internal sealed class PathType : SettingType<string>
{
    /// <inheritdoc/>
    public override string Allowed => "a folder's path";

    /// <inheritdoc/>
    public override bool TryRead(JsonElement element, string current, [MaybeNullWhen(false)] out string value) =>
        LenientJson.TryGetText(element, out value) && !value.Any(char.IsControl);

    /// <inheritdoc/>
    public override JsonNode Write(string value) => JsonValue.Create(value);

    /// <inheritdoc/>
    public override JsonObject ToSchema() => new() { ["type"] = "string" };
}
