using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LspCompletion.Server.Tests.Rooms;

/// <summary>
/// Which rooms of the engine and the server use which types of others, as the compiler sees it: a type counts where it is
/// named, inferred, or declares a member that is used, whatever it is called there. To be named by a comment or a using
/// is not to be used.
/// </summary>
/// <remarks>
/// What is written by generators when the projects are built isn't seen. It belongs to the room that it is written into,
/// where the types that it is about are named.
/// </remarks>
internal sealed partial class RoomUses
{
    private const string GlobalUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private static readonly string[] OwnAssemblies = ["LspCompletion.Engine.dll", "lsp-completion.dll"];
    private static readonly CSharpParseOptions Parsing = new(LanguageVersion.Preview);

    private readonly string _root;
    private readonly Dictionary<string, string> _roomsOfMessages = new(StringComparer.Ordinal);
    private readonly ConcurrentBag<RoomUse> _uses = [];
    private readonly ConcurrentBag<string> _misplaced = [];
    private readonly ConcurrentBag<string> _unknown = [];

    private RoomUses(string root) => _root = root;

    /// <summary>All uses, each once.</summary>
    public IReadOnlyList<RoomUse> All { get; private set; } = [];

    /// <summary>All folders with sources.</summary>
    public IReadOnlyList<string> Rooms { get; private set; } = [];

    /// <summary>The files whose namespace isn't that of their folder.</summary>
    public IReadOnlyCollection<string> Misplaced => _misplaced;

    /// <summary>What stands where a type does and isn't known.</summary>
    public IReadOnlyCollection<string> Unknown => _unknown;

    /// <summary>Reads the sources.</summary>
    /// <param name="root">The folder of the repository.</param>
    /// <param name="assemblies">The assemblies that the sources are compiled against, and maybe more.</param>
    public static RoomUses Read(string root, IEnumerable<string> assemblies)
    {
        MetadataReference[] references =
        [
            .. assemblies.Where(path => !OwnAssemblies.Contains(Path.GetFileName(path), StringComparer.OrdinalIgnoreCase))
                .Select(path => MetadataReference.CreateFromFile(path)),
        ];
        var uses = new RoomUses(root);
        uses.ReadMessages("engine");
        CSharpCompilation engine = uses.Compile("engine", references);
        CSharpCompilation server = uses.Compile("server", [.. references, engine.ToMetadataReference()]);
        (SyntaxTree Tree, CSharpCompilation Compilation)[] files =
        [
            .. from compilation in new[] { engine, server }
               from tree in compilation.SyntaxTrees
               where tree.FilePath.Length > 0
               select (tree, compilation),
        ];

        Parallel.ForEach(files, file => uses.Add(file.Tree, file.Compilation.GetSemanticModel(file.Tree)));
        uses.All = [.. uses._uses.Distinct().OrderBy(use => use.File, StringComparer.Ordinal).ThenBy(use => use.Type, StringComparer.Ordinal)];
        uses.Rooms = [.. files.Select(file => FolderOf(file.Tree.FilePath)).Distinct().Order(StringComparer.Ordinal)];
        return uses;
    }

    [GeneratedRegex(@"^\s*(?:message|enum)\s+(\w+)", RegexOptions.Multiline)]
    private static partial Regex MessageDeclaration { get; }

    private static string FolderOf(string file) => file[..file.LastIndexOf('/')];

    /// <summary>The room of a namespace of ours.</summary>
    private static string? RoomOf(string name) => name.Split('.') is ["LspCompletion", var top, .. var rooms]
        ? string.Join('/', [top.ToLowerInvariant(), .. rooms])
        : null;

    private IEnumerable<string> Files(string top, string pattern) =>
        Directory.EnumerateFiles(Path.Combine(_root, top), pattern, SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(_root, path).Replace('\\', '/'))
            .Where(name => name.Split('/')[1] is not ("bin" or "obj"));

    /// <summary>The types that are made of files of Protocol Buffers have the names that stand there.</summary>
    private void ReadMessages(string top)
    {
        foreach (string file in Files(top, "*.proto"))
        {
            foreach (Match message in MessageDeclaration.Matches(File.ReadAllText(Path.Combine(_root, file))))
                _roomsOfMessages[message.Groups[1].Value] = FolderOf(file);
        }
    }

    private CSharpCompilation Compile(string top, IEnumerable<MetadataReference> references) => CSharpCompilation.Create(
        top,
        [
            .. Files(top, "*.cs").Select(file => CSharpSyntaxTree.ParseText(File.ReadAllText(Path.Combine(_root, file)), Parsing, file)),
            CSharpSyntaxTree.ParseText(GlobalUsings, Parsing),
        ],
        references,
        new CSharpCompilationOptions(
            OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable, allowUnsafe: true));

    private void Add(SyntaxTree tree, SemanticModel model)
    {
        SyntaxNode root = tree.GetRoot();
        string file = tree.FilePath;
        string room = FolderOf(file);
        if (root.ChildNodes().OfType<BaseNamespaceDeclarationSyntax>().SingleOrDefault() is { } declared
            && RoomOf(declared.Name.ToString()) != room)
        {
            _misplaced.Add($"{file} declares {declared.Name}");
        }

        HashSet<ITypeSymbol> seen = new(SymbolEqualityComparer.Default);
        foreach (SyntaxNode node in root.DescendantNodes(node => node is not UsingDirectiveSyntax))
        {
            if (node is SimpleNameSyntax name)
                TakeSymbol(name, model.GetSymbolInfo(name));

            if (node is ExpressionSyntax expression)
            {
                TypeInfo type = model.GetTypeInfo(expression);
                TakeType(type.Type);
                TakeType(type.ConvertedType);
            }
        }

        void TakeSymbol(SimpleNameSyntax name, SymbolInfo info)
        {
            switch (info.Symbol ?? info.CandidateSymbols.FirstOrDefault())
            {
                case null or IErrorTypeSymbol:
                    if (_roomsOfMessages.TryGetValue(name.Identifier.Text, out string? roomOfMessage))
                        TakeUse(roomOfMessage, "", name.Identifier.Text);
                    else if (SyntaxFacts.IsInTypeOnlyContext(name) && !name.IsUnmanaged)
                        _unknown.Add($"{file} names {name}");
                    break;
                case ITypeSymbol type:
                    TakeType(type);
                    break;
                case IMethodSymbol method:
                    TakeType((method.ReducedFrom ?? method).ContainingType);
                    TakeAll(method.TypeArguments);
                    break;
                case { ContainingType: { } owner } and (IFieldSymbol or IPropertySymbol or IEventSymbol):
                    TakeType(owner);
                    break;
            }
        }

        void TakeAll(IEnumerable<ITypeSymbol> types)
        {
            foreach (ITypeSymbol type in types)
                TakeType(type);
        }

        void TakeType(ITypeSymbol? type)
        {
            if (type is null || !seen.Add(type))
                return;

            switch (type)
            {
                case IArrayTypeSymbol array:
                    TakeType(array.ElementType);
                    break;
                case IPointerTypeSymbol pointer:
                    TakeType(pointer.PointedAtType);
                    break;
                case INamedTypeSymbol { TypeKind: not TypeKind.Error } named:
                    TakeAll(named.TypeArguments);
                    if (!named.IsAnonymousType && named.ContainingNamespace is { IsGlobalNamespace: false } space)
                        TakeUse(RoomOf(space.ToDisplayString()), space.ToDisplayString(), named.Name);
                    break;
            }
        }

        void TakeUse(string? usedRoom, string usedNamespace, string type)
        {
            if (usedRoom != room)
                _uses.Add(new RoomUse(room, file, usedRoom, usedNamespace, $"{usedNamespace}.{type}".TrimStart('.')));
        }
    }
}
