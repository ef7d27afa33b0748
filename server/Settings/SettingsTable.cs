using LspCompletion.Engine.Decoding;
using LspCompletion.Engine.Models;
using LspCompletion.Engine.Prompting;
using LspCompletion.Engine.Remote;

namespace LspCompletion.Server.Settings;

/// <summary>
/// The one place where settings are described. Defaults, validation, docs/settings.md and what VS Code shows come from
/// here.
/// </summary>
internal static class SettingsTable
{
    /// <summary>The section of a client's configuration that holds the settings.</summary>
    public const string Section = "lspCompletion";

    private static readonly PromptBudget EngineBudget = new();

    /// <summary>Every setting, in the order of the documentation.</summary>
    public static IReadOnlyList<Setting> All { get; } =
    [
        new TypedSetting<bool>(
            "enabled", new BooleanType(), true, SettingEffect.Shows,
            settings => settings.Enabled, (settings, value) => settings with { Enabled = value },
            "Whether suggestions are shown."),
        new TypedSetting<string>(
            "model",
            new TextType(
                "empty, a folder's whole path, or a name of `lsp-completion models list`",
                value => value.Length == 0 || Path.IsPathFullyQualified(value) || ModelLibrary.IsName(value)),
            "", SettingEffect.Loads,
            settings => settings.Model, (settings, value) => settings with { Model = value },
            "The folder of the model, or its name. Empty: the model that ships."),
        new TypedSetting<string>(
            "backend",
            new TextType(
                $"\"{ServerSettings.LocalBackendName}\", or an http or https address that ends in /v1/completions or /infill", IsBackend),
            ServerSettings.LocalBackendName, SettingEffect.Sends,
            settings => settings.Backend, (settings, value) => settings with { Backend = value },
            "Where suggestions are written: on this machine, or by an engine whose endpoint is given, such as vLLM, SGLang, Text " +
            "Generation Inference (`/v1/completions`) or llama.cpp (`/infill`). The text around the cursor is sent there."),
        new TypedSetting<string>(
            "backendModel", new TextType("a name", _ => true), "", SettingEffect.Sends,
            settings => settings.BackendModel, (settings, value) => settings with { BackendModel = value },
            "The model's name at that engine. Empty: the first one that the engine names."),
        new TypedSetting<string>(
            "backendFormat",
            new TextType(
                $"empty or one of {string.Join(", ", RemoteEngine.Formats.Select(format => $"\"{format}\""))}",
                value => value.Length == 0 || RemoteEngine.Formats.Contains(value, StringComparer.OrdinalIgnoreCase)),
            "", SettingEffect.Sends,
            settings => settings.BackendFormat, (settings, value) => settings with { BackendFormat = value },
            "The fill-in-the-middle format of that model, in which prompts are written here. Empty: the engine is sent prefix and " +
            "suffix and writes them itself, which `/infill` always does and not every engine can."),
        new TypedSetting<string>(
            "backendKeyFile", new TextType("empty or a file's whole path", value => value.Length == 0 || Path.IsPathFullyQualified(value)),
            "", SettingEffect.Sends,
            settings => settings.BackendKeyFile, (settings, value) => settings with { BackendKeyFile = value },
            "The file that holds the key for that engine. Empty: the environment's `LSP_COMPLETION_BACKEND_KEY`, if it is set."),
        new TypedSetting<string>(
            "backendProxy",
            new TextType(
                "empty or an http or https address",
                value => value.Length == 0 || (Uri.TryCreate(value, UriKind.Absolute, out Uri? proxy) && proxy.Scheme is "http" or "https")),
            "", SettingEffect.Sends,
            settings => settings.BackendProxy, (settings, value) => settings with { BackendProxy = value },
            "The proxy on the way to that engine. Empty: what the environment's `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` say."),
        new TypedSetting<bool>(
            "backendFallback", new BooleanType(), true, SettingEffect.Loads,
            settings => settings.BackendFallback, (settings, value) => settings with { BackendFallback = value },
            "Whether the local model writes while that engine can't be reached or fails."),
        new TypedSetting<bool>(
            "sharedEngine", new BooleanType(), true, SettingEffect.Runs,
            settings => settings.SharedEngine, (settings, value) => settings with { SharedEngine = value },
            "Whether all editor windows of this machine share one process that runs the model, and its memory. Off: each has its own."),
        new TypedSetting<ExecutionProviderChoice>(
            "executionProvider", new ChoiceType<ExecutionProviderChoice>(), ExecutionProviderChoice.Auto,
            SettingEffect.Loads,
            settings => settings.ExecutionProvider, (settings, value) => settings with { ExecutionProvider = value },
            "What computes the model: the processor, a graphics card (`directml`, on Windows), or the best that " +
            "works."),
        new TypedSetting<LanguageSwitches>(
            "languages", new LanguageSwitchesType(), LanguageSwitches.Default, SettingEffect.Shows,
            settings => settings.Languages, (settings, value) => settings with { Languages = value },
            "The languages in which suggestions are shown, by language identifier; `*` stands for those not named. What is written " +
            "for people is off, by whatever name editors know it: Markdown, plain text and files of no language, mail, commit " +
            "messages, help, TeX, logs, tables, differences."),
        new TypedSetting<TextSuggestions>(
            "comments", new ChoiceType<TextSuggestions>(), TextSuggestions.On, SettingEffect.Shows,
            settings => settings.Comments, (settings, value) => settings with { Comments = value },
            "Whether suggestions are shown in comments: `on`, `off`, or `manual`, only when asked for by hand."),
        new TypedSetting<TextSuggestions>(
            "strings", new ChoiceType<TextSuggestions>(), TextSuggestions.On, SettingEffect.Shows,
            settings => settings.Strings, (settings, value) => settings with { Strings = value },
            "The same in strings and other literal texts."),
        new TypedSetting<MemoryReach>(
            "memory", new ChoiceType<MemoryReach>(), MemoryReach.Document, SettingEffect.Shows,
            settings => settings.Memory, (settings, value) => settings with { Memory = value },
            "What of your own text has a say in what comes next, beside the model: what followed the same words elsewhere in the " +
            "`document`, or in all source files of the folder, too (`project`), or nothing (`off`). An engine elsewhere knows nothing of it."),
        new TypedSetting<int>(
            "maxLines", new WholeNumberType(1, 100), new DecodingOptions().MaxLines, SettingEffect.Shows,
            settings => settings.MaxLines, (settings, value) => settings with { MaxLines = value },
            "The most lines of a suggestion, the cursor's line counted. Inside a line it is always one."),
        new TypedSetting<int>(
            "maxTokens", new WholeNumberType(1, 1024), new DecodingOptions().MaxTokens, SettingEffect.Spends,
            settings => settings.MaxTokens, (settings, value) => settings with { MaxTokens = value },
            "The most tokens of a suggestion; a line of code has about ten."),
        new TypedSetting<int>(
            "timeLimitMs", new WholeNumberType(10, 60_000), 1500, SettingEffect.Spends,
            settings => settings.TimeLimitMs, (settings, value) => settings with { TimeLimitMs = value },
            "Milliseconds after which a suggestion ends with what there is by then."),
        new TypedSetting<int>(
            "debounceMs", new WholeNumberType(0, 5000), 0, SettingEffect.Spends,
            settings => settings.DebounceMs, (settings, value) => settings with { DebounceMs = value },
            "Milliseconds without a key press before the model is asked. 0: none while the machine keeps up, more when " +
            "it doesn't."),
        new TypedSetting<int>(
            "threads", new WholeNumberType(0, 256), 0, SettingEffect.Spends,
            settings => settings.Threads, (settings, value) => settings with { Threads = value },
            "Threads that compute. 0: half of the logical processors, two to eight."),
        new TypedSetting<int>(
            "memoryBudgetMB", new WholeNumberType(64, 65_536), 512, SettingEffect.Spends,
            settings => settings.MemoryBudgetMB, (settings, value) => settings with { MemoryBudgetMB = value },
            "Mebibytes for what the model remembers of open documents. The model itself comes on top."),
        new TypedSetting<int>(
            "projectMemoryMB", new WholeNumberType(1, 4096), 64, SettingEffect.Spends,
            settings => settings.ProjectMemoryMB, (settings, value) => settings with { ProjectMemoryMB = value },
            "Mebibytes for the memory of a folder's source files (`memory`): two for each mebibyte of source. Where that is too " +
            "little, the files are left out that were written longest ago."),
        new TypedSetting<double>(
            "confidenceThreshold", new NumberType(-20, 0), -0.4, SettingEffect.Shows,
            settings => settings.ConfidenceThreshold,
            (settings, value) => settings with { ConfidenceThreshold = value },
            "Suggestions whose tokens have a lower mean log-probability aren't shown; in a line of more than eight tokens, the sum is " +
            "divided by eight. Nearer to 0: fewer and surer ones; -20: all."),
        new TypedSetting<GlobList>(
            "ignore", new GlobListType(), GlobList.Empty, SettingEffect.Shows,
            settings => settings.Ignore, (settings, value) => settings with { Ignore = value },
            "Files that are neither completed nor read as context, written like the lines of a `.gitignore` in the " +
            "workspace's folder. What a workspace sets is added to what you set."),
        new TypedSetting<double>(
            "selfCheckShare", new NumberType(0, 1), 0.01, SettingEffect.Spends,
            settings => settings.SelfCheckShare, (settings, value) => settings with { SelfCheckShare = value },
            "The share of completions that are computed again from nothing in idle time, to check what the cache " +
            "gave. 0: none."),
        new TypedSetting<int>(
            "prefixTokens", new WholeNumberType(16, 32_768), EngineBudget.PrefixTokens, SettingEffect.Sends,
            settings => settings.PrefixTokens, (settings, value) => settings with { PrefixTokens = value },
            "The most tokens that the model is shown of the text before the cursor."),
        new TypedSetting<int>(
            "suffixTokens", new WholeNumberType(0, 32_768), EngineBudget.SuffixTokens, SettingEffect.Sends,
            settings => settings.SuffixTokens, (settings, value) => settings with { SuffixTokens = value },
            "The most tokens that the model is shown of the text after the cursor."),
        new TypedSetting<int>(
            "contextTokens", new WholeNumberType(0, 32_768), EngineBudget.ContextTokens, SettingEffect.Sends,
            settings => settings.ContextTokens, (settings, value) => settings with { ContextTokens = value },
            "The most tokens that the model is shown of other files."),
        new TypedSetting<TrustedFolders>(
            "trustedFolders", new TrustedFoldersType(), TrustedFolders.All, SettingEffect.Loads,
            settings => settings.TrustedFolders, (settings, value) => settings with { TrustedFolders = value },
            "The folders, with all below them, whose C# projects may be read; in a window with any other none is. Only what is " +
            "named, and not by `*`, is given to MSBuild. Where it isn't set in VS Code: those that are trusted there."),
        new TypedSetting<bool>(
            "cSharp", new BooleanType(), true, SettingEffect.Loads,
            settings => settings.CSharp, (settings, value) => settings with { CSharp = value },
            "Whether C# projects are read, so that the compiler knows what the model would have to guess. Off spares " +
            "their memory."),
        new TypedSetting<CSharpProjectReading>(
            "cSharpProjects", new ChoiceType<CSharpProjectReading>(), CSharpProjectReading.Files, SettingEffect.Runs,
            settings => settings.CSharpProjects, (settings, value) => settings with { CSharpProjects = value },
            "How C# projects are read: from their files (`files`), where nothing is run; or by MSBuild (`msbuild`), which " +
            "understands every project, takes longer, needs the .NET SDK, and runs what the projects and their packages " +
            "tell it to, in folders that `trustedFolders` names."),
        new TypedSetting<bool>(
            "cSharpContext", new BooleanType(), true, SettingEffect.Sends,
            settings => settings.CSharpContext, (settings, value) => settings with { CSharpContext = value },
            "Whether the model is shown the declarations of the types that matter at the cursor, in C#."),
        new TypedSetting<bool>(
            "cSharpGuided", new BooleanType(), true, SettingEffect.Shows,
            settings => settings.CSharpGuided, (settings, value) => settings with { CSharpGuided = value },
            "Whether the model is kept to names that exist where the compiler knows them, in C#: after a dot, after `new`."),
        new TypedSetting<bool>(
            "cSharpCheck", new BooleanType(), true, SettingEffect.Shows,
            settings => settings.CSharpCheck, (settings, value) => settings with { CSharpCheck = value },
            "Whether the compiler checks suggestions in C#: what doesn't bind isn't shown. What it breaks in other files is " +
            "looked at only where it writes a namespace."),
        new TypedSetting<int>(
            "cSharpCheckMs", new WholeNumberType(1, 10_000), 40, SettingEffect.Spends,
            settings => settings.CSharpCheckMs, (settings, value) => settings with { CSharpCheckMs = value },
            "Milliseconds that this check may take."),
        new TypedSetting<bool>(
            "cSharpShowLate", new BooleanType(), false, SettingEffect.Shows,
            settings => settings.CSharpShowLate, (settings, value) => settings with { CSharpShowLate = value },
            "Whether suggestions are shown whose check takes longer."),
        new TypedSetting<bool>(
            "logSourceText", new BooleanType(), false, SettingEffect.Sends,
            settings => settings.LogSourceText, (settings, value) => settings with { LogSourceText = value },
            "Whether logs and traces may hold source text, such as what is suggested. Otherwise they hold reasons, lengths " +
            "and times only."),
        new TypedSetting<ProtocolTrace>(
            "trace", new ChoiceType<ProtocolTrace>(), ProtocolTrace.Off, SettingEffect.Shows,
            settings => settings.Trace, (settings, value) => settings with { Trace = value },
            "How much is told of each answer in the client's trace log. `off` leaves it to the client's own setting."),
    ];

    private static bool IsBackend(string value) =>
        value == ServerSettings.LocalBackendName
        || (Uri.TryCreate(value, UriKind.Absolute, out Uri? address) && RemoteEngine.IsEndpoint(address));
}
