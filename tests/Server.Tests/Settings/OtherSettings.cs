using System.Text.Json;

namespace LspCompletion.Server.Tests.Settings;

/// <summary>A value that isn't the default for every setting, in the table's order.</summary>
internal static class OtherSettings
{
    /// <summary>A whole path as this system has them.</summary>
    public static readonly string Folder = OperatingSystem.IsWindows() ? "C:/models/large" : "/models/large";

    /// <summary>As a client sends them.</summary>
    public static readonly string Json =
        $$"""
        {
          "enabled": false, "model": "{{Folder}}", "backend": "https://engine.example/v1/completions",
          "backendModel": "big", "backendFormat": "qwen2.5-coder", "backendKeyFile": "{{Folder}}",
          "backendProxy": "http://proxy.example:3128", "backendFallback": false, "sharedEngine": false,
          "executionProvider": "DirectML",
          "languages": { "go": false, "markdown": true }, "comments": "off", "strings": "manual", "memory": "off", "maxLines": 2, "maxTokens": 2, "timeLimitMs": 300,
          "debounceMs": 4, "threads": 5, "memoryBudgetMB": 600, "projectMemoryMB": 70, "confidenceThreshold": -0.7,
          "ignore": ["*.min.js", "!keep.min.js"], "selfCheckShare": 0.8, "prefixTokens": 90, "suffixTokens": 10,
          "contextTokens": 11, "trustedFolders": ["{{Folder}}"], "cSharp": false, "cSharpProjects": "msbuild",
          "cSharpContext": false, "cSharpGuided": false, "cSharpCheck": false,
          "cSharpCheckMs": 12, "cSharpShowLate": true, "logSourceText": true, "trace": "verbose"
        }
        """;

    /// <summary>The same as JSON.</summary>
    public static readonly JsonElement All = JsonElement.Parse(Json);
}
