using System.Globalization;
using System.Text;
using System.Text.Json;
using LspCompletion.Server.Files;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LspCompletion.Server.CSharp.Projects;

/// <summary>What a compiler is given for a project.</summary>
internal sealed record ProjectInputs
{
    private const int MostProblems = 20;

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
    public static ProjectInputs Loose(ReferencePacks packs) => new()
    {
        Name = "Loose",
        ProjectPath = "",
        Files = [],
        WrittenBySdk = GlobalUsings(ImplicitUsings),
        Assemblies = packs.FindBase("", out _),
        Projects = [],
        Generators = [],
        ParseOptions = ParseWith(LanguageVersion.Default, []),
        CompilationOptions = CompileTo(OutputKind.ConsoleApplication, allowUnsafe: true),
        Problems = [],
    };

    /// <summary>Finds out what a project is compiled from.</summary>
    /// <param name="project">The project.</param>
    /// <param name="packs">The frameworks.</param>
    /// <param name="walk">Looks through folders.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static ProjectInputs Of(ProjectFile project, ReferencePacks packs, FolderWalk walk, CancellationToken cancellationToken)
    {
        ProblemList problems = new(MostProblems);
        string name = Path.GetFileNameWithoutExtension(project.Path);
        string framework = project.TargetFramework;
        string[] writtenByBuild = [.. WrittenByBuild(project.Folder, framework, walk, cancellationToken)];
        bool hasUsings = writtenByBuild.Any(file => file.EndsWith(".GlobalUsings.g.cs", StringComparison.Ordinal));
        bool hasAttributes = writtenByBuild.Any(file => file.EndsWith(".AssemblyInfo.cs", StringComparison.Ordinal));
        bool hasGenerated = writtenByBuild.Any(file => file.Contains($"{Path.DirectorySeparatorChar}generated{Path.DirectorySeparatorChar}", StringComparison.Ordinal));

        IReadOnlyList<string> ofFramework = packs.FindBase(framework, out bool isExact);
        if (!isExact)
            Problem($"the reference assemblies of {(framework.Length > 0 ? framework : "its framework")} aren't installed; those of .NET {Environment.Version.Major} stand in for them");

        string written = (hasUsings ? "" : GlobalUsings(UsingsOf(project))) + (hasAttributes ? "" : FriendsOf(project));
        IReadOnlyList<string> ofPackages = OfPackages(project, framework, walk, Problem);
        IReadOnlyList<string> sources = ProjectSources.Find(project, walk, Problem, cancellationToken);
        IReadOnlyList<string> ofFiles = Existing(project.Items("Reference")
            .Select(item => item.Metadata.GetValueOrDefault("HintPath", item.Include))
            .Where(path => path.EndsWith(".dll", StringComparison.OrdinalIgnoreCase)));
        IReadOnlyList<string> projects = Existing(project.Items("ProjectReference").Select(item => item.Include).Where(path => path.Length > 0));
        if (walk.Cut is { } cut)
            Problem($"not all that belongs to it was looked for: {cut}");

        return new ProjectInputs
        {
            Name = project.Property("AssemblyName") is { Length: > 0 } assembly ? assembly : name,
            ProjectPath = project.Path,
            Files = [.. sources, .. writtenByBuild],
            WrittenBySdk = written,
            Assemblies =
            [
                .. ofFramework,
                .. OtherFrameworks(project).SelectMany(pack => packs.Find(pack, framework)),
                .. ofPackages,
                .. ofFiles,
            ],
            Projects = projects,
            Generators = hasGenerated || ofFramework.Count == 0 ? [] : packs.GeneratorsBeside(ofFramework[0]),
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
            Problems = problems.Lines,
        };

        void Problem(string problem) => problems.TryAdd($"{name}: {problem}");

        IReadOnlyList<string> Existing(IEnumerable<string> named)
        {
            List<string> existing = [];
            foreach (string one in named.TakeWhile(_ => walk.HasTime()))
            {
                if (!walk.Files.TryMakeWhole(one, project.Folder, out string? path, out FileRefusal? refusal))
                    Problem($"{one}, which it refers to, can't be read: {refusal.Words}");
                else if (walk.Files.Find(path, out refusal) is { Kind: FileEntryKind.File })
                    existing.Add(path);
                else if (refusal is { Reason: FileRefusalReason.Missing })
                    Problem($"{path}, which it refers to, isn't there");
                else
                    Problem($"{path}, which it refers to, can't be read: {(refusal ?? FileRefusal.Special).Words}");
            }

            return existing;
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

    private static IReadOnlyList<string> OfPackages(ProjectFile project, string framework, FolderWalk walk, Action<string> onProblem)
    {
        string assets = ProjectAssets.PathFor(project.Folder);
        if (walk.Files.Find(assets, out FileRefusal? refusal) is null && refusal is { Reason: FileRefusalReason.Missing })
        {
            if (project.Items("PackageReference").Any())
                onProblem("not restored, so its packages are unknown; run `dotnet restore`");
            return [];
        }

        try
        {
            return ProjectAssets.ReadAssemblies(
                assets, framework, walk, package => onProblem($"the package {package} isn't where it was restored to; run `dotnet restore`"));
        }
        catch (Exception exception) when (exception is InvalidDataException or JsonException or InvalidOperationException or KeyNotFoundException)
        {
            onProblem($"{assets} can't be read: {exception.Message}");
            return [];
        }
    }

    /// <summary>
    /// What tools and generators wrote where it was built last for a framework, without the twins that some write for editors
    /// (<c>.g.i.cs</c>).
    /// </summary>
    private static IEnumerable<string> WrittenByBuild(string folder, string framework, FolderWalk walk, CancellationToken cancellationToken)
    {
        if (framework.Length == 0)
            return [];

        string? built = walk.FoldersIn(Path.Combine(folder, "obj"))
            .Select(configuration => (Path: Path.Join(configuration, framework), Entry: FileEntry.At(Path.Join(configuration, framework))))
            .Where(one => one.Entry is { Kind: FileEntryKind.Folder })
            .OrderByDescending(one => one.Entry!.Value.LastWriteUtc)
            .FirstOrDefault().Path;
        return built is null ? [] : walk.FilesBelow(built, ".cs", _ => true, cancellationToken)
            .Where(file => !file.EndsWith(".g.i.cs", StringComparison.OrdinalIgnoreCase));
    }

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
}
