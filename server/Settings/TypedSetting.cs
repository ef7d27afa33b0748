using System.Text.Json;
using System.Text.Json.Nodes;

namespace LspCompletion.Server.Settings;

/// <summary>A setting with values of a type.</summary>
/// <param name="key">Its name.</param>
/// <param name="type">The values that it takes.</param>
/// <param name="defaultValue">Its value where it isn't set.</param>
/// <param name="effect">What it changes.</param>
/// <param name="get">Reads its property.</param>
/// <param name="set">Copies settings with its property changed.</param>
/// <param name="description">What it means to the user.</param>
internal sealed class TypedSetting<T>(
    string key,
    SettingType<T> type,
    T defaultValue,
    SettingEffect effect,
    Func<ServerSettings, T> get,
    Func<ServerSettings, T, ServerSettings> set,
    string description)
    : Setting(key, effect, description)
{
    /// <inheritdoc/>
    public override string Allowed => type.Allowed;

    /// <inheritdoc/>
    public override JsonNode Default => type.Write(defaultValue);

    /// <inheritdoc/>
    public override ServerSettings Reset(ServerSettings settings) => set(settings, defaultValue);

    /// <inheritdoc/>
    public override bool TryApply(JsonElement value, bool isUsers, ref ServerSettings settings)
    {
        T current = get(settings);
        if (!type.TryRead(value, current, out T? read))
            return false;
        settings = set(settings, isUsers ? read : type.Join(current, read));
        return true;
    }

    /// <inheritdoc/>
    public override JsonNode Write(ServerSettings settings) => type.Write(get(settings));

    /// <inheritdoc/>
    public override JsonObject ToSchema() => type.ToSchema();
}
