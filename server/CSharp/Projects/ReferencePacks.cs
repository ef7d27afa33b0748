using System.Runtime.InteropServices;
using LspCompletion.Server.Files;

namespace LspCompletion.Server.CSharp.Projects;

/// <summary>
/// The frameworks' reference assemblies that an SDK on this machine has, or the running framework in their place. What is found
/// is remembered. Not thread-safe.
/// </summary>
internal sealed class ReferencePacks
{
    private const string BasePack = "Microsoft.NETCore.App.Ref";

    /// <summary>Only these bring something that runs while code is written: a package may call itself as it likes.</summary>
    private static readonly string[] PacksWithGenerators =
        [BasePack, "Microsoft.AspNetCore.App.Ref", "Microsoft.WindowsDesktop.App.Ref", "NETStandard.Library.Ref"];

    private static readonly string[] UsualInstallations = OperatingSystem.IsWindows()
        ? [Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ProgramFiles), "dotnet")]
        : ["/usr/share/dotnet", "/usr/lib/dotnet", "/usr/local/share/dotnet"];

    private readonly string[] _installations;
    private readonly string _packages;
    private readonly Dictionary<(string Pack, string Framework), IReadOnlyList<string>> _found = [];
    private readonly Lazy<string[]> _resolvedRoots;

    /// <param name="installations">The folders that .NET is installed in.</param>
    /// <param name="packages">The user's folder of packages.</param>
    public ReferencePacks(IEnumerable<string> installations, string packages)
    {
        _installations = [.. installations];
        _packages = packages;
        _resolvedRoots = new Lazy<string[]>(() => [.. PacksWithGenerators.SelectMany(Roots).Select(WorkspaceFiles.ResolvedPathOf)]);
    }

    /// <summary>Those of this machine.</summary>
    public static ReferencePacks OfMachine()
    {
        string? program = Environment.GetEnvironmentVariable("DOTNET_ROOT");
        return new ReferencePacks(
            [
                Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..")),
                .. program is null ? Array.Empty<string>() : [Path.GetFullPath(program)],
                .. UsualInstallations,
            ],
            Path.GetFullPath(Environment.GetEnvironmentVariable("NUGET_PACKAGES")
                ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages")));
    }

    /// <summary>The assemblies of a framework.</summary>
    /// <param name="pack">The pack, such as <c>Microsoft.AspNetCore.App.Ref</c>.</param>
    /// <param name="framework">The target framework.</param>
    /// <returns>Their paths; empty where no pack has them.</returns>
    public IReadOnlyList<string> Find(string pack, string framework)
    {
        if (!_found.TryGetValue((pack, framework), out IReadOnlyList<string>? assemblies))
            _found.Add((pack, framework), assemblies = Search(pack, framework));
        return assemblies;
    }

    /// <summary>The base class library of a framework, or the running one where that isn't installed.</summary>
    /// <param name="framework">The target framework; may be empty.</param>
    /// <param name="isExact">Whether it is that framework's.</param>
    public IReadOnlyList<string> FindBase(string framework, out bool isExact)
    {
        IReadOnlyList<string> found = Find(BasePack, framework);
        isExact = found.Count > 0;
        if (isExact)
            return found;

        Version running = Environment.Version;
        found = Find(BasePack, $"net{running.Major}.{running.Minor}");
        return found.Count > 0 ? found : RunningFramework();
    }

    /// <summary>The generators of the pack that an assembly is from: ref/net10.0 and analyzers/dotnet/cs lie beside each other.</summary>
    public IReadOnlyList<string> GeneratorsBeside(string assembly)
    {
        string folder = Path.GetFullPath(Path.Combine(assembly, "..", "..", "..", "analyzers", "dotnet", "cs"));
        return Directory.Exists(folder) ? [.. Directory.GetFiles(folder, "*.dll").Where(path => FindGenerator(path) is not null)] : [];
    }

    /// <summary>Makes sure that an assembly of generators came with a framework.</summary>
    /// <param name="path">Its path.</param>
    /// <returns>Its path as it is without links and detours; <see langword="null"/> if it is anything else, and must not run.</returns>
    public string? FindGenerator(string path)
    {
        string resolved = WorkspaceFiles.ResolvedPathOf(path);
        return _resolvedRoots.Value.Any(IsBelow) ? resolved : null;

        bool IsBelow(string root) =>
            FilePaths.IsBelow(resolved, root)
            && resolved[(root.Length + 1)..].Split(Path.DirectorySeparatorChar) is [_, "analyzers", "dotnet", "cs", _];
    }

    private IReadOnlyList<string> Search(string pack, string framework)
    {
        Version version = TargetFrameworks.VersionOf(framework);
        string moniker = $"net{version.Major}.{version.Minor}";
        foreach (string root in IsName(pack) ? Roots(pack) : [])
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

    private string[] Roots(string pack) =>
    [
        .. _installations.Select(installation => Path.Combine(installation, "packs", pack)),
        Path.Combine(_packages, pack.ToLowerInvariant()),
    ];

    /// <summary>Projects name packs: a folder may be called so, and no other place of a disk.</summary>
    private static bool IsName(string pack) =>
        pack.EndsWith(".Ref", StringComparison.Ordinal) && pack.All(character => char.IsAsciiLetterOrDigit(character) || character == '.');

    private static Version VersionIn(string folder) =>
        Version.TryParse(folder.Split('-')[0], out Version? version) ? version : new Version(0, 0);
}
