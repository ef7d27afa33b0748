using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LspCompletion.Server.Settings;

/// <summary>A list of folders.</summary>
internal sealed class TrustedFoldersType : SettingType<TrustedFolders>
{
    /// <inheritdoc/>
    public override string Allowed => "a list of folders' whole paths, or of `*`, which stands for every folder";

    /// <inheritdoc/>
    public override bool TryRead(JsonElement element, TrustedFolders current, [MaybeNullWhen(false)] out TrustedFolders value)
    {
        value = null;
        if (element.ValueKind != JsonValueKind.Array)
            return false;

        ImmutableArray<string>.Builder entries = ImmutableArray.CreateBuilder<string>();
        foreach (JsonElement item in element.EnumerateArray())
        {
            if (!LenientJson.TryGetText(item, out string? entry) || entry.Any(char.IsControl) || !TrustedFolders.IsEntry(entry))
                return false;
            entries.Add(entry);
        }

        value = new TrustedFolders(entries.ToImmutable());
        return true;
    }

    /// <inheritdoc/>
    public override JsonNode Write(TrustedFolders value) =>
        new JsonArray([.. value.Entries.Select(entry => JsonValue.Create(entry))]);

    /// <inheritdoc/>
    public override JsonObject ToSchema() =>
        new() { ["type"] = "array", ["items"] = new JsonObject { ["type"] = "string" } };
}
