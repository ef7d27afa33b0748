using System.Runtime.InteropServices;
using LspCompletion.Server.Settings;

namespace LspCompletion.Server.CSharp.Projects;

/// <summary>The frameworks' reference assemblies that an SDK on this machine has, or the running framework in their place.</summary>
internal static class ReferencePacks
{
    private const string BasePack = "Microsoft.NETCore.App.Ref";

    /// <summary>The assemblies of a framework.</summary>
    /// <param name="pack">The pack, such as <c>Microsoft.AspNetCore.App.Ref</c>.</param>
    /// <param name="framework">The target framework.</param>
    /// <returns>Their paths; empty where no pack has them.</returns>
    public static IReadOnlyList<string> Find(string pack, string framework)
    {
        Version version = TargetFrameworks.VersionOf(framework);
        string moniker = $"net{version.Major}.{version.Minor}";
        foreach (string root in Roots(pack))
        {
            if (!Directory.Exists(root))
                continue;

            string? folder = Directory.EnumerateDirectories(root)
                .OrderByDescending(candidate => VersionIn(Path.GetFileName(candidate)))
                .Select(candidate => Path.Combine(candidate, "ref", moniker))
                .FirstOrDefault(Directory.Exists);
            if (folder is not null)
                return [.. Directory.EnumerateFiles(folder, "*.dll")];
        }

        return [];
    }

    /// <summary>The base class library of a framework, or the running one where that isn't installed.</summary>
    /// <param name="framework">The target framework; may be empty.</param>
    /// <param name="isExact">Whether it is that framework's.</param>
    public static IReadOnlyList<string> FindBase(string framework, out bool isExact)
    {
        IReadOnlyList<string> found = Find(BasePack, framework);
        isExact = found.Count > 0;
        if (isExact)
            return found;

        Version running = Environment.Version;
        found = Find(BasePack, $"net{running.Major}.{running.Minor}");
        return found.Count > 0 ? found : RunningFramework();
    }

    /// <summary>Whether a file, such as a generator, came with a framework.</summary>
    public static bool IsOfPack(string path) => path.Split('/', '\\') is [.., _, _, "analyzers", "dotnet", "cs", _] parts
        && Roots(parts[^6]).Any(root => FilePaths.IsBelow(path, root));

    private static string[] RunningFramework() =>
    [
        .. Directory.EnumerateFiles(RuntimeEnvironment.GetRuntimeDirectory(), "*.dll").Where(IsOfFramework),
    ];

    private static bool IsOfFramework(string path)
    {
        string name = Path.GetFileName(path);
        bool isNamedSo = name.StartsWith("System.", StringComparison.Ordinal)
            || name.StartsWith("Microsoft.", StringComparison.Ordinal)
            || name is "mscorlib.dll" or "netstandard.dll" or "WindowsBase.dll";

        // Native libraries stand beside them on some systems.
        return isNamedSo && !name.Contains("Native", StringComparison.Ordinal) && !name.StartsWith("Microsoft.DiaSymReader", StringComparison.Ordinal);
    }

    private static IEnumerable<string> Roots(string pack)
    {
        string runtime = RuntimeEnvironment.GetRuntimeDirectory();
        string? program = Environment.GetEnvironmentVariable("DOTNET_ROOT");
        string[] installations =
        [
            Path.GetFullPath(Path.Combine(runtime, "..", "..", "..")),
            .. program is null ? Array.Empty<string>() : [program],
            .. OperatingSystem.IsWindows()
                ? [Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ProgramFiles), "dotnet")]
                : new[] { "/usr/share/dotnet", "/usr/lib/dotnet", "/usr/local/share/dotnet" },
        ];
        string packages = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        return
        [
            .. installations.Select(installation => Path.Combine(installation, "packs", pack)),
            Path.Combine(packages, pack.ToLowerInvariant()),
        ];
    }

    private static Version VersionIn(string folder) =>
        Version.TryParse(folder.Split('-')[0], out Version? version) ? version : new Version(0, 0);
}
