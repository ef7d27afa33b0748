using LspCompletion.Server.Settings;

namespace LspCompletion.Server.Tests.Settings;

public sealed class TrustedFoldersTests
{
    private static readonly string Root = OperatingSystem.IsWindows() ? "C:/" : "/";

    /// <summary>Entries and folders are below the root of this system, but for the star and what has a scheme.</summary>
    [Theory]
    [InlineData("*", "home/me/work", true)]
    [InlineData("*", "vscode-vfs://github/o/r", true)]
    [InlineData("home/me/work", "home/me/work", true)]
    [InlineData("home/me/work", "home/me/work/a/b", true)]
    [InlineData("home/me/work/", "home/me/work", true)]
    [InlineData("home/me/work", "home/me/workshop", false)]
    [InlineData("home/me/work", "home/me", false)]
    [InlineData("home/me/work", "home/me/work/../clones/a", false)]
    [InlineData("home/me/work/../clones", "home/me/clones/a", true)]
    [InlineData("home/me/work", "home/me/work/..a", true)]
    [InlineData("home/me/work", "vscode-vfs://github/o/r", false)]
    [InlineData("home/me/a home/me/b", "home/me/b/c", true)]
    [InlineData("home/me/a home/me/b", "home/me/b home/me/a", true)]
    [InlineData("home/me/a home/me/b", "home/me/b home/me/c", false)]
    [InlineData("", "home/me/work", false)]
    [InlineData("", "", true)]
    public void A_window_is_trusted_if_all_its_folders_are(string entries, string folders, bool isTrusted)
    {
        TrustedFolders trusted = new([.. Split(entries)]);
        ServerSettings settings = ServerSettings.Default with { TrustedFolders = trusted };

        Assert.Equal(isTrusted, ConfigurationFor(Split(folders)).IsTrusted);
        Assert.Equal(isTrusted, ConfigurationFor(Split(folders).Select(AsUri)).IsTrusted);

        WorkspaceConfiguration ConfigurationFor(IEnumerable<string> all) =>
            WorkspaceConfiguration.Of(settings, new WorkspaceFolders(all), TimeProvider.System);
    }

    [Theory]
    [InlineData("*", "home/me/work", false)]
    [InlineData("home/me/work", "home/me/work/a", true)]
    [InlineData("* home/me/work", "home/me/work/a", true)]
    [InlineData("* home/me/work", "home/me/work/a home/me/clone", false)]
    public void MSBuild_runs_for_folders_that_are_named_alone(string entries, string folders, bool isRun)
    {
        ServerSettings settings = ServerSettings.Default with
        {
            CSharpProjects = CSharpProjectReading.MSBuild,
            TrustedFolders = new TrustedFolders([.. Split(entries)]),
        };

        WorkspaceConfiguration configuration = WorkspaceConfiguration.Of(settings, new WorkspaceFolders(Split(folders)), TimeProvider.System);

        Assert.Equal(isRun ? CSharpProjectReading.MSBuild : CSharpProjectReading.Files, configuration.CSharpProjects);
        Assert.True(configuration.IsTrusted);
    }

    [Fact]
    public void By_default_every_folder_is_trusted() =>
        Assert.Equal(new TrustedFolders(["*"]), ServerSettings.Default.TrustedFolders);

    private static string[] Split(string paths) =>
        [.. paths.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(path => path == "*" || path.Contains("://", StringComparison.Ordinal) ? path : Root + path)];

    private static string AsUri(string path) => path.Contains("://", StringComparison.Ordinal) ? path : $"file:///{path.TrimStart('/')}";
}
