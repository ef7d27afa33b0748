namespace LspCompletion.Server.Settings;

/// <summary>
/// All that the user and the client have set, as it was at one moment. Whoever answers a request takes it once, so that no
/// answer is made of two states of things.
/// </summary>
/// <param name="Settings">The settings.</param>
/// <param name="Folders">The folders that the client works in.</param>
/// <param name="Rules">Which documents may be completed, and which files may enter a prompt, by the two.</param>
internal sealed record WorkspaceConfiguration(ServerSettings Settings, WorkspaceFolders Folders, FileRules Rules)
{
    /// <summary>Puts settings and folders together.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="folders">The folders.</param>
    /// <param name="clock">The time, for what is known of files.</param>
    public static WorkspaceConfiguration Of(ServerSettings settings, WorkspaceFolders folders, TimeProvider clock) =>
        new(settings, folders, new FileRules(settings, folders, clock));

    /// <summary>
    /// Whether the user trusts all of the folders. Otherwise nothing is done with what they bring but to complete the
    /// documents that are open: no project is read.
    /// </summary>
    public bool IsTrusted => Settings.TrustedFolders.Trust(Folders);

    /// <summary>
    /// How the projects of the folders are read: MSBuild runs what they tell it to, and that takes more than a trust in every
    /// folder there is.
    /// </summary>
    public CSharpProjectReading CSharpProjects =>
        Settings.TrustedFolders.Name(Folders) ? Settings.CSharpProjects : CSharpProjectReading.Files;

    /// <summary>
    /// Whether a file, by its path or URI, may enter the prompt of another document. It lies in one of the folders: a
    /// repository may name files of others, which the compiler then knows.
    /// </summary>
    public bool MayBeShown(string path) => Rules.MayBeShown(path) && Folders.Hold(path);
}
