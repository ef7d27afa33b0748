using System.Text.Json;
using System.Text.Json.Nodes;

namespace LspCompletion.Server.Settings;

/// <summary>One setting: its name, what it changes and so who may set it, what it means, which values it takes.</summary>
internal abstract class Setting(string key, SettingEffect effect, string description)
{
    /// <summary>Its name within the section <see cref="SettingsTable.Section"/>.</summary>
    public string Key => key;

    /// <summary>What it changes.</summary>
    public SettingEffect Effect => effect;

    /// <summary>Who may set it: a workspace has a say in what is shown, and in nothing else.</summary>
    public SettingScope Scope => effect == SettingEffect.Shows ? SettingScope.Window : SettingScope.User;

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
    /// <param name="isUsers">Whether it is certainly the user's own, and not a workspace's.</param>
    /// <param name="settings">Takes the value if it is allowed, and stays as it is otherwise.</param>
    /// <returns>Whether it is allowed.</returns>
    public abstract bool TryApply(JsonElement value, bool isUsers, ref ServerSettings settings);

    /// <summary>The setting's value in settings, as it is written in JSON.</summary>
    public abstract JsonNode Write(ServerSettings settings);

    /// <summary>The type and its limits in the words of JSON Schema.</summary>
    public abstract JsonObject ToSchema();
}
