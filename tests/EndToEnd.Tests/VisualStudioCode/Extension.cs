using LspCompletion.EndToEnd.Tests.Editors;
using LspCompletion.Tests;

namespace LspCompletion.EndToEnd.Tests.VisualStudioCode;

/// <summary>The extension in client-vscode, as its own scripts build it.</summary>
internal static class Extension
{
    private static readonly SemaphoreSlim Installing = new(1);

    /// <summary>What builds it.</summary>
    public static RequiredTool Node { get; } = new(
        "node", ["--eval", "process.exit(parseInt(process.versions.node) >= 20 ? 0 : 1)"], ["nodejs", "npm"]);

    /// <summary>The extension's folder.</summary>
    public static string Folder { get; } = Path.Combine(RepositoryPaths.Root, "client-vscode");

    /// <summary>Runs one of its scripts, with what that needs installed.</summary>
    public static async Task<string> RunScriptAsync(string script, CancellationToken cancellationToken)
    {
        await InstallAsync(cancellationToken);
        return await Tool.RunAsync("npm", ["run", script, "--silent"], Folder, cancellationToken);
    }

    /// <summary>Makes the package for this machine.</summary>
    /// <returns>The package's path.</returns>
    public static async Task<string> PackAsync(CancellationToken cancellationToken)
    {
        string artifacts = Path.Combine(Folder, "artifacts");
        if (Directory.Exists(artifacts))
        {
            foreach (string old in Directory.EnumerateFiles(artifacts, "*.vsix"))
                File.Delete(old);
        }

        await RunScriptAsync("package", cancellationToken);
        return Assert.Single(Directory.GetFiles(artifacts, "*.vsix"));
    }

    private static async Task InstallAsync(CancellationToken cancellationToken)
    {
        await Installing.WaitAsync(cancellationToken);
        try
        {
            FileInfo wanted = new(Path.Combine(Folder, "package-lock.json"));
            FileInfo installed = new(Path.Combine(Folder, "node_modules", ".package-lock.json"));
            if (!installed.Exists || installed.LastWriteTimeUtc < wanted.LastWriteTimeUtc)
                await Tool.RunAsync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], Folder, cancellationToken);
        }
        finally
        {
            Installing.Release();
        }
    }
}
