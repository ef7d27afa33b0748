namespace LspCompletion.Server.Completion;

/// <summary>What the engine is doing.</summary>
internal enum EngineState
{
    /// <summary>The model is being loaded; completions come once that is done.</summary>
    Loading,

    /// <summary>It waits for the next completion.</summary>
    Ready,

    /// <summary>It computes a completion.</summary>
    Busy,

    /// <summary>The user wants no completions now.</summary>
    Paused,

    /// <summary>There will be no completions until the user has mended something.</summary>
    Error,
}
