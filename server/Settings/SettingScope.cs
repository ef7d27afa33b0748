namespace LspCompletion.Server.Settings;

/// <summary>Who may set a setting.</summary>
internal enum SettingScope
{
    /// <summary>The user, and the workspace that is open in a window.</summary>
    Window,

    /// <summary>
    /// The user alone, whatever the client makes of scopes: in the file of their own, or in the options by which the client
    /// connects. What comes as a workspace's configuration is a repository's in some clients, and is not asked.
    /// </summary>
    User,
}
