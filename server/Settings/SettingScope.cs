namespace LspCompletion.Server.Settings;

/// <summary>Who may set a setting.</summary>
internal enum SettingScope
{
    /// <summary>The user, and the workspace that is open in a window.</summary>
    Window,

    /// <summary>
    /// The user alone: what is shared by all windows, and what a repository that was just cloned must not decide.
    /// </summary>
    Machine,
}
