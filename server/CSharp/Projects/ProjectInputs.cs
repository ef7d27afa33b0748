using System.Globalization;
using System.IO.Enumeration;
using System.Text;
using LspCompletion.Server.Settings;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LspCompletion.Server.CSharp.Projects;

/// <summary>What a compiler is given for a project.</summary>
internal sealed record ProjectInputs
{
    private static readonly string[] ImplicitUsings =
    [
        "System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Threading",
        "System.Threading.Tasks",
    ];

    /// <summary>The assembly's name.</summary>
    public required string Name { get; init; }

    /// <summary>The project file; empty for files that belong to none.</summary>
    public required string ProjectPath { get; init; }

    /// <summary>The source files, generated ones included.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>Source text that stands in no file: what the SDK would write when it builds.</summary>
    public required string WrittenBySdk { get; init; }

    /// <summary>The assemblies to compile against.</summary>
    public required IReadOnlyList<string> Assemblies { get; init; }

    /// <summary>The project files of the projects to compile against.</summary>
    public required IReadOnlyList<string> Projects { get; init; }

    /// <summary>The assemblies of source generators that come with the framework.</summary>
    public required IReadOnlyList<string> Generators { get; init; }

    /// <summary>How to parse.</summary>
    public required CSharpParseOptions ParseOptions { get; init; }

    /// <summary>How to compile.</summary>
    public required CSharpCompilationOptions CompilationOptions { get; init; }

    /// <summary>What is missing or was not understood, one line each, for the user.</summary>
    public required IReadOnlyList<string> Problems { get; init; }

    /// <summary>The folder of the project; empty for files that belong to none.</summary>
    public string Folder => Path.GetDirectoryName(ProjectPath) ?? "";

    /// <summary>What is given for files that belong to no project.</summary>
    public static ProjectInputs Loose() => new()
    {
        Name = "Loose",
        ProjectPath = "",
        Files = [],
        WrittenBySdk = GlobalUsings(ImplicitUsings),
        Assemblies = ReferencePacks.FindBase("", out _),
        Projects = [],
        Generators = [],
        ParseOptions = ParseWith(LanguageVersion.Default, []),
        CompilationOptions = CompileTo(OutputKind.ConsoleApplication, allowUnsafe: true),
        Problems = [],
    };

    /// <summary>Finds out what a project is compiled from.</summary>
    public static ProjectInputs Of(ProjectFile project, CancellationToken cancellationToken)
    {
        List<string> problems = [];
        string name = Path.GetFileNameWithoutExtension(project.Path);
        string framework = project.TargetFramework;
        string? built = NewestBuild(project.Folder, framework);
        string[] writtenByBuild = built is null ? [] : [.. WrittenByBuild(built)];
        bool hasUsings = writtenByBuild.Any(file => file.EndsWith(".GlobalUsings.g.cs", StringComparison.Ordinal));
        bool hasAttributes = writtenByBuild.Any(file => file.EndsWith(".AssemblyInfo.cs", StringComparison.Ordinal));
        bool hasGenerated = writtenByBuild.Any(file => file.Contains($"{Path.DirectorySeparatorChar}generated{Path.DirectorySeparatorChar}", StringComparison.Ordinal));

        IReadOnlyList<string> ofFramework = ReferencePacks.FindBase(framework, out bool isExact);
        if (!isExact)
            problems.Add($"{name}: the reference assemblies of {(framework.Length > 0 ? framework : "its framework")} aren't installed; those of .NET {Environment.Version.Major} stand in for them");

        string assets = ProjectAssets.PathFor(project.Folder);
        IReadOnlyList<string> ofPackages = [];
        if (File.Exists(assets))
            ofPackages = Try(() => ProjectAssets.ReadAssemblies(assets, framework, Missing), problems, $"{name}: {assets} can't be read") ?? [];
        else if (project.Items("PackageReference").Any())
            problems.Add($"{name}: not restored, so its packages are unknown; run `dotnet restore`");

        return new ProjectInputs
        {
            Name = project.Property("AssemblyName") is { Length: > 0 } assembly ? assembly : name,
            ProjectPath = project.Path,
            Files = [.. SourceFiles(project, cancellationToken), .. writtenByBuild],
            WrittenBySdk = (hasUsings ? "" : GlobalUsings(UsingsOf(project))) + (hasAttributes ? "" : FriendsOf(project)),
            Assemblies =
            [
                .. ofFramework,
                .. OtherFrameworks(project).SelectMany(pack => ReferencePacks.Find(pack, framework)),
                .. ofPackages,
                .. Existing(FilesNamedByReferences(project)),
            ],
            Projects =
            [
                .. Existing(project.Items("ProjectReference").Where(item => item.Include.Length > 0)
                    .Select(item => Path.GetFullPath(ProjectFile.Slashed(item.Include), project.Folder))),
            ],
            Generators = hasGenerated || ofFramework.Count == 0 ? [] : GeneratorsBeside(ofFramework[0]),
            ParseOptions = ParseWith(
                LanguageVersionFacts.TryParse(project.Property("LangVersion"), out LanguageVersion version) ? version : LanguageVersion.Default,
                [
                    .. TargetFrameworks.SymbolsOf(framework),
                    .. project.Property("DefineConstants").Split([';', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
                ]),
            CompilationOptions = CompileTo(
                project.Property("OutputType").EndsWith("exe", StringComparison.OrdinalIgnoreCase)
                    ? OutputKind.ConsoleApplication
                    : OutputKind.DynamicallyLinkedLibrary,
                project.IsOn("AllowUnsafeBlocks")),
            Problems = problems,
        };

        void Missing(string package) =>
            problems.Add($"{name}: the package {package} isn't where it was restored to; run `dotnet restore`");

        IReadOnlyList<string> Existing(IEnumerable<string> paths)
        {
            ILookup<bool, string> byExistence = paths.ToLookup(File.Exists);
            problems.AddRange(byExistence[false].Select(path => $"{name}: {path}, which it refers to, isn't there"));
            return [.. byExistence[true]];
        }
    }

    /// <summary>How to parse a language version with some symbols defined.</summary>
    internal static CSharpParseOptions ParseWith(LanguageVersion version, IEnumerable<string> symbols) =>
        new(version, DocumentationMode.None, SourceCodeKind.Regular, symbols);

    /// <summary>
    /// Only errors are asked for. Annotations without their warnings spare the analysis of null, which would be the
    /// dearest part of binding. A check binds one body: handing that to other threads costs more than it brings.
    /// </summary>
    internal static CSharpCompilationOptions CompileTo(OutputKind kind, bool allowUnsafe) => new(
        kind,
        allowUnsafe: allowUnsafe,
        concurrentBuild: false,
        warningLevel: 0,
        nullableContextOptions: NullableContextOptions.Annotations,
        assemblyIdentityComparer: DesktopAssemblyIdentityComparer.Default);

    private static T? Try<T>(Func<T> read, List<string> problems, string problem)
        where T : class
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or System.Text.Json.JsonException
            or InvalidOperationException or KeyNotFoundException)
        {
            problems.Add($"{problem}: {exception.Message}");
            return null;
        }
    }

    private static IEnumerable<string> SourceFiles(ProjectFile project, CancellationToken cancellationToken)
    {
        bool isGlobbed = project.Property("EnableDefaultCompileItems") is not ("false" or "False")
            && project.Property("EnableDefaultItems") is not ("false" or "False")
            && project.Sdk.Length > 0;
        List<string> files = isGlobbed ? [.. SolutionFile.FilesBelow(project.Folder, ".cs", cancellationToken)] : [];
        foreach (ProjectItem item in project.Items("Compile"))
        {
            foreach (string removed in Patterns(item.Remove))
            {
                string pattern = Path.GetFullPath(removed, project.Folder).Replace("**", "*", StringComparison.Ordinal);
                files.RemoveAll(file => FileSystemName.MatchesSimpleExpression(EscapeForSystem(pattern), file));
            }

            foreach (string included in Patterns(item.Include))
                files.AddRange(Matches(Path.GetFullPath(included, project.Folder)));
        }

        return files.Order(StringComparer.Ordinal).Distinct(FilePaths.Comparer);
    }

    private static IEnumerable<string> Patterns(string list) => list
        .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(ProjectFile.Slashed);

    /// <summary>Backslashes are escapes in simple expressions, and separators on Windows.</summary>
    private static string EscapeForSystem(string pattern) => pattern.Replace("\\", "\\\\", StringComparison.Ordinal);

    private static IEnumerable<string> Matches(string pattern)
    {
        if (!pattern.Contains('*', StringComparison.Ordinal))
            return File.Exists(pattern) ? [pattern] : [];

        string folder = pattern[..pattern.LastIndexOf(Path.DirectorySeparatorChar, pattern.IndexOf('*', StringComparison.Ordinal))];
        string expression = EscapeForSystem(pattern.Replace("**", "*", StringComparison.Ordinal));
        bool isDeep = pattern.Contains("**", StringComparison.Ordinal);
        return !Directory.Exists(folder) ? [] : Directory
            .EnumerateFiles(folder, "*.cs", isDeep ? SearchOption.AllDirectories : SearchOption.TopDirectoryOnly)
            .Where(file => FileSystemName.MatchesSimpleExpression(expression, file));
    }

    /// <summary>The folder below obj that was built last for a framework, if any was.</summary>
    private static string? NewestBuild(string folder, string framework)
    {
        string obj = Path.Combine(folder, "obj");
        return !Directory.Exists(obj) ? null : Directory.EnumerateDirectories(obj)
            .Select(configuration => Path.Combine(configuration, framework))
            .Where(Directory.Exists)
            .MaxBy(Directory.GetLastWriteTimeUtc);
    }

    /// <summary>What tools and generators wrote there, without the twins that some write for editors (<c>.g.i.cs</c>).</summary>
    private static IEnumerable<string> WrittenByBuild(string built) => Directory
        .EnumerateFiles(built, "*.cs", SearchOption.AllDirectories)
        .Where(file => !file.EndsWith(".g.i.cs", StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<string> UsingsOf(ProjectFile project)
    {
        IEnumerable<string> implicitOnes = project.IsOn("ImplicitUsings") ? ImplicitUsings : [];
        return implicitOnes.Concat(project.Items("Using").Where(item => item.Include.Length > 0).Select(item =>
            item.Metadata.TryGetValue("Alias", out string? alias) ? $"{alias} = {item.Include}"
            : item.Metadata.ContainsKey("Static") ? $"static {item.Include}"
            : item.Include));
    }

    private static string GlobalUsings(IEnumerable<string> names) =>
        string.Concat(names.Select(name => $"global using {name};\n"));

    private static string FriendsOf(ProjectFile project) => project.Items("InternalsVisibleTo")
        .Where(item => item.Include.Length > 0)
        .Aggregate(new StringBuilder(), (text, item) => text.Append(
            CultureInfo.InvariantCulture,
            $"[assembly: System.Runtime.CompilerServices.InternalsVisibleTo({SymbolDisplay.FormatLiteral(item.Include, quote: true)})]\n"))
        .ToString();

    private static IEnumerable<string> OtherFrameworks(ProjectFile project)
    {
        bool isWeb = project.Sdk.Contains(".Web", StringComparison.Ordinal) || project.Sdk.Contains(".Razor", StringComparison.Ordinal);
        IEnumerable<string> named = project.Items("FrameworkReference").Select(item => item.Include);
        return named.Concat(isWeb ? ["Microsoft.AspNetCore.App"] : []).Where(name => name.Length > 0).Distinct().Select(name => name + ".Ref");
    }

    private static IEnumerable<string> FilesNamedByReferences(ProjectFile project) => project.Items("Reference")
        .Select(item => item.Metadata.GetValueOrDefault("HintPath", item.Include))
        .Where(path => path.EndsWith(".dll", StringComparison.OrdinalIgnoreCase))
        .Select(path => Path.GetFullPath(ProjectFile.Slashed(path), project.Folder));

    /// <summary>The generators of a reference pack: ref/net10.0 and analyzers/dotnet/cs lie beside each other.</summary>
    private static string[] GeneratorsBeside(string referenceAssembly)
    {
        string folder = Path.GetFullPath(Path.Combine(referenceAssembly, "..", "..", "..", "analyzers", "dotnet", "cs"));
        return Directory.Exists(folder) ? Directory.GetFiles(folder, "*.dll") : [];
    }
}
