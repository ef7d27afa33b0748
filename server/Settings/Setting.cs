using System.Text.Json;
using System.Text.Json.Nodes;

namespace LspCompletion.Server.Settings;

/// <summary>One setting: its name, who may set it, what it means, which values it takes.</summary>
internal abstract class Setting(string key, SettingScope scope, string description)
{
    /// <summary>Its name within the section <see cref="SettingsTable.Section"/>.</summary>
    public string Key => key;

    /// <summary>Who may set it.</summary>
    public SettingScope Scope => scope;

    /// <summary>What it means to the user; Markdown, one line.</summary>
    public string Description => description;

    /// <summary>What is allowed, as the end of a sentence.</summary>
    public abstract string Allowed { get; }

    /// <summary>The default, as it is written in JSON.</summary>
    public abstract JsonNode Default { get; }

    /// <summary>The settings with this one at its default.</summary>
    public abstract ServerSettings Reset(ServerSettings settings);

    /// <summary>Reads this setting's value on top of settings.</summary>
    /// <param name="value">Any JSON.</param>
    /// <param name="settings">Takes the value if it is allowed, and stays as it is otherwise.</param>
    /// <returns>Whether it is allowed.</returns>
    public abstract bool TryApply(JsonElement value, ref ServerSettings settings);

    /// <summary>The setting's value in settings, as it is written in JSON.</summary>
    public abstract JsonNode Write(ServerSettings settings);

    /// <summary>The type and its limits in the words of JSON Schema.</summary>
    public abstract JsonObject ToSchema();
}
