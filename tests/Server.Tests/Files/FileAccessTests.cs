using LspCompletion.Tests;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LspCompletion.Server.Tests.Files;

/// <summary>
/// What a repository names may be a device, a pipe, a link or anything else, so only the room Files opens it, or even looks at
/// it. This is told by what the compiler knows of each name in the sources, whatever it looks like.
/// </summary>
public sealed class FileAccessTests
{
    private static readonly Lazy<MetadataReference[]> References = new(() =>
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is not "lsp-completion.dll")
            .Select(path => MetadataReference.CreateFromFile(path)),
    ]);

    /// <summary>Those who use the disk themselves, and why what they find there is no repository's.</summary>
    private static readonly Dictionary<string, string> Exceptions = new(StringComparer.Ordinal)
    {
        ["Files/"] = "the room itself",
        ["Backends/RemoteBackend.cs"] = "the user's key file",
        ["Backends/Sharing/"] = "the address of the shared process, in a folder of the user's own",
        ["Calibration/CalibrationStore.cs"] = "what this server has measured",
        ["Commands/Complete/CompleteCommand.cs"] = "a folder that is named on the command line",
        ["Commands/Doctor/DoctorCommand.cs"] = "a folder that is named on the command line",
        ["Commands/Evaluate/FolderFiles.cs"] = "a folder that is named on the command line",
        ["Commands/Models/ModelSummary.cs"] = "a model's folder, named on the command line",
        ["Commands/Sources/SourceReader.cs"] = "a file that is named on the command line",
        ["Commands/Serve/ServeCommand.cs"] = "the server's own folder, to be in no repository's",
        ["CSharp/Evaluation/EvaluationFolder.cs"] = "a folder that is named on the command line",
        ["CSharp/Projects/FrameworkGenerators.cs"] = "what came with the installed .NET, as ReferencePacks makes sure",
        ["CSharp/Projects/ReferencePacks.cs"] = "the installed .NET",
        ["Evaluation/EvaluationResults.cs"] = "a file that is named on the command line",
        ["Settings/SettingsFile.cs"] = "the user's settings",
    };

    private static readonly HashSet<string> Forbidden =
    [
        "System.IO.File",
        "System.IO.FileInfo",
        "System.IO.FileSystemInfo",
        "System.IO.FileStream",
        "System.IO.FileSystemWatcher",
        "System.IO.Directory",
        "System.IO.DirectoryInfo",
        "System.IO.DriveInfo",
        "System.IO.RandomAccess",
        "System.IO.Enumeration.FileSystemEnumerable",
        "System.IO.Enumeration.FileSystemEnumerator",
        "System.IO.MemoryMappedFiles.MemoryMappedFile",
        "Microsoft.CodeAnalysis.Diagnostics.AnalyzerFileReference",
    ];

    /// <summary>Of types that tell of what is loaded, only what loads more.</summary>
    private static readonly HashSet<string> ForbiddenToLoad = ["System.Reflection.Assembly", "System.Runtime.Loader.AssemblyLoadContext"];

    /// <summary>Of types that read streams, too, only what takes the name of a file.</summary>
    private static readonly HashSet<string> ForbiddenWithName =
    [
        "System.IO.StreamReader",
        "System.IO.StreamWriter",
        "System.Xml.XmlReader",
        "System.Xml.XmlDocument",
        "System.Xml.Linq.XDocument",
        "System.Xml.Linq.XElement",
        "Microsoft.CodeAnalysis.MetadataReference",
        "Microsoft.CodeAnalysis.AssemblyMetadata",
        "Microsoft.CodeAnalysis.ModuleMetadata",
    ];

    [Fact]
    public void Only_the_room_Files_uses_the_disk_and_those_whose_files_are_no_repositorys()
    {
        CSharpCompilation server = Compile();
        string[] uses = [.. server.SyntaxTrees.Where(tree => tree.FilePath.Length > 0).AsParallel().SelectMany(tree => UsesIn(server, tree))];

        string[] strangers = [.. uses.Where(use => !Exceptions.Keys.Any(room => use.StartsWith(room, StringComparison.Ordinal))).Order(StringComparer.Ordinal)];
        string[] needless = [.. Exceptions.Keys.Where(room => !uses.Any(use => use.StartsWith(room, StringComparison.Ordinal)))];

        Assert.Empty(strangers);
        Assert.Empty(needless);
    }

    [Theory]
    [InlineData("File.Exists(path)", true)]
    [InlineData("System.IO.File.ReadAllText(path)", true)]
    [InlineData("new FileInfo(path).Length", true)]
    [InlineData("Disk.ReadAllBytes(path)", true)]
    [InlineData("new StreamReader(path)", true)]
    [InlineData("paths.Where(File.Exists)", true)]
    [InlineData("System.Xml.Linq.XDocument.Load(path)", true)]
    [InlineData("new StreamReader(new MemoryStream())", false)]
    [InlineData("System.Reflection.Assembly.LoadFrom(path)", true)]
    [InlineData("typeof(C).Assembly.GetName()", false)]
    [InlineData("Path.GetFullPath(path)", false)]
    [InlineData("other.File.Length", false)]
    public void A_use_is_seen_however_it_is_written(string expression, bool isUse)
    {
        SyntaxTree tree = CSharpSyntaxTree.ParseText(
            $$"""
            using System.IO;
            using System.Linq;
            using Disk = System.IO.File;
            class C { object M(string path, string[] paths, (string File, int Line) other) => {{expression}}; }
            """,
            path: "C.cs",
            cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(isUse, UsesIn(CSharpCompilation.Create("C", [tree], References.Value), tree).Any());
    }

    private static IEnumerable<string> UsesIn(CSharpCompilation compilation, SyntaxTree tree)
    {
        SemanticModel model = compilation.GetSemanticModel(tree);
        return tree.GetRoot().DescendantNodes(node => node is not UsingDirectiveSyntax)
            .Where(node => node is SimpleNameSyntax or BaseObjectCreationExpressionSyntax)
            .Select(node => (Node: node, Used: Uses(model.GetSymbolInfo(node))))
            .Where(one => one.Used is not null)
            .Select(one => $"{tree.FilePath}: {one.Used}");
    }

    private static string? Uses(SymbolInfo info)
    {
        ISymbol? symbol = info.Symbol ?? info.CandidateSymbols.FirstOrDefault();
        if (symbol is not (IMethodSymbol or IPropertySymbol) || symbol.ContainingType is not { } type)
            return null;

        string name = $"{type.ContainingNamespace}.{type.Name}";
        bool takesName = symbol is IMethodSymbol { Parameters: [{ Type.SpecialType: SpecialType.System_String }, ..] };
        bool isForbidden = Forbidden.Contains(name)
            || (ForbiddenWithName.Contains(name) && takesName)
            || (ForbiddenToLoad.Contains(name) && symbol.Name.StartsWith("Load", StringComparison.Ordinal));
        return isForbidden ? $"{name}.{symbol.Name}" : null;
    }

    private static CSharpCompilation Compile()
    {
        const string usings =
            """
            global using System;
            global using System.Collections.Generic;
            global using System.IO;
            global using System.Linq;
            global using System.Net.Http;
            global using System.Threading;
            global using System.Threading.Tasks;
            """;
        string room = Path.Combine(RepositoryPaths.Root, "server");
        return CSharpCompilation.Create(
            "server",
            Directory.EnumerateFiles(room, "*.cs", SearchOption.AllDirectories)
                .Select(path => (Path: path, Name: Path.GetRelativePath(room, path).Replace('\\', '/')))
                .Where(file => !file.Name.StartsWith("obj/", StringComparison.Ordinal) && !file.Name.StartsWith("bin/", StringComparison.Ordinal))
                .Select(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file.Path), path: file.Name))
                .Append(CSharpSyntaxTree.ParseText(usings)),
            References.Value,
            new CSharpCompilationOptions(OutputKind.ConsoleApplication, allowUnsafe: true));
    }

}
