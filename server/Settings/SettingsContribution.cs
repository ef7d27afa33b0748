using System.Text.Json.Nodes;

namespace LspCompletion.Server.Settings;

/// <summary>Writes the settings as a VS Code extension declares them.</summary>
internal static class SettingsContribution
{
    /// <summary>
    /// The settings that VS Code takes from no workspace that isn't trusted, the extension's own among them. It takes them
    /// from none at all, by their scope; this says it once more where it matters most
    /// (https://code.visualstudio.com/api/extension-guides/workspace-trust).
    /// </summary>
    public static JsonArray WriteRestricted() =>
    [
        .. SettingsTable.All.Where(setting => setting.Scope == SettingScope.User).Select(setting => setting.Key).Append("serverPath")
            .Select(key => JsonValue.Create($"{SettingsTable.Section}.{key}")),
    ];

    /// <summary>
    /// The value of <c>contributes.configuration</c> in package.json
    /// (https://code.visualstudio.com/api/references/contribution-points#contributes.configuration).
    /// </summary>
    public static JsonObject Write()
    {
        var properties = new JsonObject();
        foreach (Setting setting in SettingsTable.All)
        {
            JsonObject property = setting.ToSchema();
            property["default"] = setting.Default;
            property["scope"] = setting.Scope == SettingScope.Window ? "window" : "machine";
            property["markdownDescription"] = setting.Description;
            properties[$"{SettingsTable.Section}.{setting.Key}"] = property;
        }

        return new JsonObject { ["title"] = "LSP Completion", ["properties"] = properties };
    }
}
