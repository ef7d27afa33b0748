namespace LspCompletion.Server.Settings;

/// <summary>
/// Every setting of the server. Defaults, limits and descriptions are in <see cref="SettingsTable"/>; a new setting
/// needs a property here and a row there. Start from <see cref="Default"/>: <c>ServerSettings.Default with { ... }</c>.
/// </summary>
internal sealed record ServerSettings
{
    /// <summary>The value of <see cref="Backend"/> that keeps text on this machine.</summary>
    public const string LocalBackendName = "local";

    private ServerSettings()
    {
    }

    /// <summary>What holds where nothing is set.</summary>
    public static ServerSettings Default { get; } =
        SettingsTable.All.Aggregate(new ServerSettings(), (settings, setting) => setting.Reset(settings));

    /// <summary>Whether there are suggestions at all.</summary>
    public bool Enabled { get; init; }

    /// <summary>The model's folder, or its name in the user's library; empty for the one that ships.</summary>
    public string Model { get; init; } = "";

    /// <summary>Where completions are written: <c>local</c>, or the address of an engine's endpoint.</summary>
    public string Backend { get; init; } = LocalBackendName;

    /// <summary>The model's name at that engine; empty for the engine's own choice.</summary>
    public string BackendModel { get; init; } = "";

    /// <summary>The name of the format that prompts for that engine are written in; empty to let it write them.</summary>
    public string BackendFormat { get; init; } = "";

    /// <summary>The file that holds the key for that engine; empty if there is none.</summary>
    public string BackendKeyFile { get; init; } = "";

    /// <summary>The proxy on the way to that engine; empty for what the environment says.</summary>
    public string BackendProxy { get; init; } = "";

    /// <summary>Whether the local model writes while that engine can't.</summary>
    public bool BackendFallback { get; init; }

    /// <summary>Whether all windows of this machine share one process that runs the model.</summary>
    public bool SharedEngine { get; init; }

    /// <summary>What the model is computed on.</summary>
    public ExecutionProviderChoice ExecutionProvider { get; init; }

    /// <summary>The languages in which there are suggestions.</summary>
    public LanguageSwitches Languages { get; init; } = new([]);

    /// <summary>Whether there are suggestions in comments.</summary>
    public TextSuggestions Comments { get; init; }

    /// <summary>Whether there are suggestions in literal texts.</summary>
    public TextSuggestions Strings { get; init; }

    /// <summary>Which of the user's own text has a say in what comes next.</summary>
    public MemoryReach Memory { get; init; }

    /// <summary>The most lines of a suggestion, the cursor's counted.</summary>
    public int MaxLines { get; init; }

    /// <summary>The most tokens of a suggestion.</summary>
    public int MaxTokens { get; init; }

    /// <summary>Milliseconds after which a suggestion ends with what there is.</summary>
    public int TimeLimitMs { get; init; }

    /// <summary>Milliseconds without a key press before the model is asked; 0 adapts them to the machine.</summary>
    public int DebounceMs { get; init; }

    /// <summary>Threads that compute; 0 lets the engine choose.</summary>
    public int Threads { get; init; }

    /// <summary>Mebibytes that the keys and values of all slots may take together.</summary>
    public int MemoryBudgetMB { get; init; }

    /// <summary>Mebibytes that the memory of a workspace's source files may take.</summary>
    public int ProjectMemoryMB { get; init; }

    /// <summary>How sure the model has to be of what is shown: log-probabilities; -20 shows all.</summary>
    public double ConfidenceThreshold { get; init; }

    /// <summary>Files that are neither completed nor read, written like the lines of a .gitignore.</summary>
    public GlobList Ignore { get; init; } = GlobList.Empty;

    /// <summary>The share of completions, 0 to 1, that are computed again without reuse to check the cache.</summary>
    public double SelfCheckShare { get; init; }

    /// <summary>The most tokens of a prompt for the text before the cursor.</summary>
    public int PrefixTokens { get; init; }

    /// <summary>The most tokens of a prompt for the text after the cursor.</summary>
    public int SuffixTokens { get; init; }

    /// <summary>The most tokens of a prompt for other files.</summary>
    public int ContextTokens { get; init; }

    /// <summary>The folders whose projects may be read.</summary>
    public TrustedFolders TrustedFolders { get; init; } = TrustedFolders.All;

    /// <summary>Whether C# projects are read, so that the compiler knows what the model would guess.</summary>
    public bool CSharp { get; init; }

    /// <summary>How C# projects are read.</summary>
    public CSharpProjectReading CSharpProjects { get; init; }

    /// <summary>Whether the model is shown the declarations that matter at the cursor, in C#.</summary>
    public bool CSharpContext { get; init; }

    /// <summary>Whether names are constrained to those that exist, in C#.</summary>
    public bool CSharpGuided { get; init; }

    /// <summary>Whether the compiler checks suggestions in C#.</summary>
    public bool CSharpCheck { get; init; }

    /// <summary>Milliseconds that the check may take.</summary>
    public int CSharpCheckMs { get; init; }

    /// <summary>Whether suggestions are shown whose check wasn't done in time.</summary>
    public bool CSharpShowLate { get; init; }

    /// <summary>Whether logs may hold source text.</summary>
    public bool LogSourceText { get; init; }

    /// <summary>How much of the conversation with the client is logged.</summary>
    public ProtocolTrace Trace { get; init; }
}
