using System.Text.Json.Nodes;

namespace LspCompletion.Server.Settings;

/// <summary>Writes the settings as a VS Code extension declares them.</summary>
internal static class SettingsContribution
{
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
