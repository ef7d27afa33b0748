using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LspCompletion.Server.Settings;

/// <summary>A list of patterns, each one line.</summary>
internal sealed class GlobListType : SettingType<GlobList>
{
    /// <inheritdoc/>
    public override string Allowed => "a list of patterns, each in quotes and on one line";

    /// <inheritdoc/>
    public override bool TryRead(JsonElement element, GlobList current, [MaybeNullWhen(false)] out GlobList value)
    {
        value = null;
        if (element.ValueKind != JsonValueKind.Array)
            return false;

        ImmutableArray<string>.Builder globs = ImmutableArray.CreateBuilder<string>();
        foreach (JsonElement item in element.EnumerateArray())
        {
            if (!LenientJson.TryGetText(item, out string? glob) || glob.AsSpan().ContainsAny('\n', '\r'))
                return false;
            globs.Add(glob);
        }

        value = new GlobList(globs.ToImmutable());
        return true;
    }

    /// <summary>A workspace leaves more files alone, never fewer: the last pattern that fits counts, and that is the user's.</summary>
    public override GlobList Join(GlobList users, GlobList workspaces) =>
        new([.. workspaces.Where(glob => !users.Contains(glob)), .. users]);

    /// <inheritdoc/>
    public override JsonNode Write(GlobList value) =>
        new JsonArray([.. value.Select(glob => JsonValue.Create(glob))]);

    /// <inheritdoc/>
    public override JsonObject ToSchema() =>
        new() { ["type"] = "array", ["items"] = new JsonObject { ["type"] = "string" } };
}
