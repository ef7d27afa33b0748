using System.Diagnostics;
using LspCompletion.Tests;

namespace LspCompletion.Server.Tests.Settings.Ignoring;

/// <summary>The real Git, in a repository of its own that knows nothing of the user's configuration.</summary>
internal sealed class TemporaryRepository : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("repository").FullName;

    public TemporaryRepository()
    {
        Root = Path.Combine(_folder, "tree");
        Directory.CreateDirectory(Root);
        Git("", "init", "--quiet");
    }

    /// <summary>The folder of the working tree.</summary>
    public string Root { get; }

    /// <summary>Writes a file; its folders are made.</summary>
    public string Write(string path, string text)
    {
        string full = Path.Combine([Root, .. path.Split('/')]);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
        return full;
    }

    /// <summary>Those of some paths that Git ignores.</summary>
    public HashSet<string> Ignored(IEnumerable<string> paths) =>
        [.. Git(string.Concat(paths.Select(path => path + '\0')), "check-ignore", "--no-index", "-z", "--stdin")
            .Split('\0', StringSplitOptions.RemoveEmptyEntries)];

    /// <summary>Runs Git in the working tree and returns what it writes.</summary>
    public string Git(string input, params ReadOnlySpan<string> arguments)
    {
        var start = new ProcessStartInfo("git")
        {
            WorkingDirectory = Root,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        string[] inherited =
            [.. start.Environment.Keys.Where(name => name.StartsWith("GIT_", StringComparison.Ordinal))];
        foreach (string name in inherited)
            start.Environment.Remove(name);
        start.Environment["GIT_CONFIG_NOSYSTEM"] = "1";
        start.Environment["HOME"] = _folder;
        start.Environment["XDG_CONFIG_HOME"] = _folder;

        using Process git = Process.Start(start)!;
        Task<string> output = git.StandardOutput.ReadToEndAsync();
        Task<string> error = git.StandardError.ReadToEndAsync();
        git.StandardInput.Write(input);
        git.StandardInput.Close();
        Assert.True(git.WaitForExit(Patience.Limit), $"git {string.Join(' ', start.ArgumentList)} doesn't end.");

        // check-ignore says 1 where nothing is ignored.
        Assert.True(git.ExitCode is 0 or 1, error.GetAwaiter().GetResult());
        return output.GetAwaiter().GetResult();
    }

    public void Dispose()
    {
        // Git writes its objects read-only, which Windows doesn't delete.
        foreach (string file in Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories))
            File.SetAttributes(file, FileAttributes.Normal);
        Directory.Delete(_folder, recursive: true);
    }
}
