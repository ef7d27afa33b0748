namespace LspCompletion.Tests;

/// <summary>Where things lie in the checkout that the tests run from.</summary>
internal static class RepositoryPaths
{
    /// <summary>The folder that holds LspCompletion.sln.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>A path under tests/Fixtures.</summary>
    public static string Fixture(params ReadOnlySpan<string> parts) =>
        Path.Combine([Root, "tests", "Fixtures", .. parts]);

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "LspCompletion.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException($"No LspCompletion.sln above {AppContext.BaseDirectory}.");
    }
}
