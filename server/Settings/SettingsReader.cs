using System.Collections.Frozen;
using System.Text.Json;

namespace LspCompletion.Server.Settings;

/// <summary>Reads settings from the JSON of a client or of a file. Never throws, whatever the JSON.</summary>
internal static class SettingsReader
{
    private const string KeyPrefix = SettingsTable.Section + ".";

    /// <summary>The longest piece of a bad value that a problem shows.</summary>
    private const int ShownValueLength = 60;

    private static readonly FrozenDictionary<string, Setting> ByKey =
        SettingsTable.All.ToFrozenDictionary(setting => setting.Key, StringComparer.Ordinal);

    /// <summary>Reads settings on top of the defaults.</summary>
    /// <param name="section">The section's object, or an object that holds the section.</param>
    public static SettingsReading Read(JsonElement section) => Read(section, ServerSettings.Default, isUsers: true);

    /// <summary>Reads settings on top of others.</summary>
    /// <param name="section">
    /// The section's object, or an object that holds the section; keys may also be written in full, as in VS Code's
    /// settings file. Undefined and null say nothing.
    /// </param>
    /// <param name="basis">What holds where nothing, or nothing good, is set.</param>
    /// <param name="isUsers">Whether they are certainly the user's own: those of <see cref="SettingScope.User"/> need that.</param>
    public static SettingsReading Read(JsonElement section, ServerSettings basis, bool isUsers)
    {
        ServerSettings settings = basis;
        var problems = new List<string>();
        var unknown = new SortedSet<string>(StringComparer.Ordinal);
        var refused = new SortedSet<string>(StringComparer.Ordinal);
        ReadObject(section);
        if (unknown.Count > 0)
            problems.Add($"Unknown settings, without effect: {string.Join(", ", unknown)}.");
        return new SettingsReading(settings, problems, [.. refused]);

        void ReadObject(JsonElement element)
        {
            if (LenientJson.IsUnset(element))
                return;
            if (!LenientJson.TryGetProperties(element, out IReadOnlyList<JsonProperty>? properties))
                problems.Add($"The section {SettingsTable.Section} is {Show(element)}, but must be an object.");

            foreach (JsonProperty property in properties ?? [])
                ReadProperty(property);
        }

        void ReadProperty(JsonProperty property)
        {
            JsonElement value = property.Value;
            if (!LenientJson.TryGetName(property, out string? name))
            {
                unknown.Add("one whose name is no text");
                return;
            }

            string key = name.StartsWith(KeyPrefix, StringComparison.Ordinal) ? name[KeyPrefix.Length..] : name;
            if (key == SettingsTable.Section)
                ReadObject(value);
            else if (!ByKey.TryGetValue(key, out Setting? setting))
                unknown.Add(Shorten(OnOneLine(key)));
            else if (LenientJson.IsUnset(value))
                return;
            else if (setting.Scope == SettingScope.User && !isUsers)
                Refuse(value, setting);
            else if (!setting.TryApply(value, isUsers, ref settings))
                problems.Add($"{key} is {Show(value)}, but must be {setting.Allowed}; {InUse(setting)} is used.");
        }

        // Clients that send all settings send what is in force, too.
        void Refuse(JsonElement value, Setting setting)
        {
            ServerSettings changed = settings;
            if (!setting.TryApply(value, isUsers, ref changed) || changed != settings)
                refused.Add(setting.Key);
        }

        string InUse(Setting setting) => Shorten(setting.Write(settings).ToJsonString());
    }

    private static string Show(JsonElement value) => Shorten(OnOneLine(value.GetRawText()));

    private static string OnOneLine(string text) =>
        string.Concat(text.Select(character => char.IsControl(character) ? ' ' : character));

    private static string Shorten(string text) =>
        text.Length <= ShownValueLength ? text : string.Concat(text.AsSpan(0, ShownValueLength), "…");
}
