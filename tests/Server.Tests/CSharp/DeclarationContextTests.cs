using LspCompletion.Engine.Prompting;
using LspCompletion.Server.CSharp;
using LspCompletion.Server.Documents;
using LspCompletion.Server.Settings;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LspCompletion.Server.Tests.CSharp;

public sealed class DeclarationContextTests : IDisposable
{
    private const string Item =
        """
        namespace Shop;

        public sealed record Item(string Name, decimal Price)
        {
            private int _quantity;

            public int Quantity { get => _quantity; init => _quantity = value; }

            public bool TryTake(int pieces, out string? problem) { problem = null; return true; }

            public static Item operator +(Item left, Item right) => left;

            public override string ToString() => Name;
        }
        """;

    private const string Basket =
        """
        namespace Shop;

        public abstract class Basket : Container<Item>
        {
            protected int Weight => 1;

            public const int Most = 12;

            public enum State { Open, Closed }
        }

        public class Container<T> where T : notnull
        {
            public event EventHandler? Changed;

            public T this[int index] => throw new IndexOutOfRangeException();

            public TOther Convert<TOther>(Func<T, TOther> convert, params int[] numbers) where TOther : class => throw new Exception();
        }
        """;

    private readonly SourceFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_type_before_the_dot_is_the_most_valuable()
    {
        IReadOnlyList<ContextFile> context = await CollectAsync(
            "namespace Shop;\npublic class Till\n{\n    public void Scan(Basket basket, Item item)\n    {\n        item.$0\n    }\n}\n");

        Assert.Equal("Item.cs", context[0].Path);
        Assert.Equal(
            """
            namespace Shop;

            public sealed record Item(string Name, decimal Price)
            {
                public int Quantity { get; init; }
                public extern bool TryTake(int pieces, out string? problem);
            }

            """.ReplaceLineEndings("\n"),
            context[0].Text);
        Assert.Equal(["Basket.cs", "Basket.cs"], context.Skip(1).Select(file => file.Path));
    }

    [Fact]
    public async Task What_is_written_compiles()
    {
        IReadOnlyList<ContextFile> context = await CollectAsync(
            "namespace Shop;\npublic class Till\n{\n    public void Scan(Basket basket, Basket.State state, Item item, Container<Item> items)\n    {\n        $0\n    }\n}\n");

        Assert.Equal(4, context.Count);
        SyntaxTree[] trees =
        [
            CSharpSyntaxTree.ParseText("global using System;", cancellationToken: TestContext.Current.CancellationToken),
            .. context.Select(file => CSharpSyntaxTree.ParseText(
                file.Text.Replace("class Basket\n{\n    public enum", "partial class Basket\n{\n    public enum", StringComparison.Ordinal)
                    .Replace("public abstract class Basket :", "public abstract partial class Basket :", StringComparison.Ordinal),
                cancellationToken: TestContext.Current.CancellationToken)),
        ];
        CSharpDocument any = _folder.Workspace.Find(SourceFolder.Snapshot("untitled:1", ""))!;
        var compilation = CSharpCompilation.Create(
            "Context", trees, any.Compilation.References, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        Assert.Equal([], compilation.GetDiagnostics(TestContext.Current.CancellationToken)
            .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(diagnostic => diagnostic.ToString()));
    }

    [Fact]
    public async Task What_is_not_used_there_changes_nothing()
    {
        const string Source = "namespace Shop;\npublic class Till\n{\n    public void Scan(Item item)\n    {\n        item.$0\n    }\n}\n";

        Assert.Equal(await CollectAsync(Source), Collect(Source.Replace("item.$0", "int price = item.$0", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Members_of_the_enclosing_type_that_are_out_of_sight_are_shown()
    {
        string far = string.Concat(Enumerable.Repeat("    // filler\n", 80));
        IReadOnlyList<ContextFile> context = await CollectAsync(
            $"namespace Shop;\npublic class Till\n{{\n    private int _far;\n{far}    public void Near()\n    {{\n        $0\n    }}\n}}\n");

        Assert.Contains("private int _far;", Assert.Single(context).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Near", context[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_that_may_not_be_shown_are_not()
    {
        await CollectAsync("class C { }$0");
        (DocumentSnapshot document, int cursor) = _folder.Edit("Till.cs", "class Till { void Scan(Shop.Item item) { item.$0 } }");

        Assert.Empty(DeclarationContext.Collect(
            _folder.Workspace.Find(document)!, cursor, _ => false, Path.GetFileName!, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Texts_of_constants_and_of_parameters_are_never_written()
    {
        _folder.Write("Vault.cs", """
            namespace Shop;

            public record Entry(string Key = "sk-SECRET", string? Note = null);

            public delegate void Opening(string key = "sk-SECRET");

            public class Vault
            {
                public const string Key = "sk-SECRET";
                public const string? None = null;
                public const int Most = 12;
                public const char Sign = '"';
                public Vault(string key = @"sk-SECRET") { }
                public void Open(string key = "sk-SECRET", char sign = '"', int times = 3, string? note = null) { }
                public string this[string key = "sk-SECRET"] => key;
            }
            """);

        IReadOnlyList<ContextFile> context = await CollectAsync(
            "namespace Shop;\npublic class Till\n{\n    public void Scan(Vault vault, Entry entry, Opening opening)\n    {\n        vault.$0\n    }\n}\n");

        Assert.Equal(
            """
            namespace Shop;

            public class Vault
            {
                public const string Key = "...";
                public const string? None = null;
                public const int Most = 12;
                public const char Sign = '"';
                public extern Vault(string key = "...");
                public extern void Open(string key = "...", char sign = '"', int times = 3, string? note = null);
            }

            """.ReplaceLineEndings("\n"),
            context[0].Text);
        Assert.Equal(3, context.Count);
        Assert.All(context, file => Assert.DoesNotContain("SECRET", file.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Sources_from_outside_of_the_workspace_bind_and_are_not_shown()
    {
        _folder.Write("outside/Near.cs", "public class Near { public const string Key = \"sk-OUTSIDE\"; }\n");
        _folder.Write("outside/deep/Far.cs", "public class Far { public const string Key = \"sk-OUTSIDE\"; }\n");
        _folder.Write("work/App.csproj", SourceFolder.Project.Replace(
            "</Project>", """<ItemGroup><Compile Include="../outside/**/*.cs" /></ItemGroup></Project>""", StringComparison.Ordinal));
        _folder.Write("work/Inside.cs", "public class Inside { public int Size; }\n");
        string work = Path.Combine(_folder.Path, "work");
        using var workspace = new CSharpWorkspace([work], TimeProvider.System, _ => { });
        await workspace.LoadAsync();
        (DocumentSnapshot document, int cursor) = _folder.Edit(
            "work/Use.cs", "public class Use { public void M(Near near, Far far, Inside inside) { $0 } }");
        CSharpDocument found = workspace.Find(document)!;
        var configuration = WorkspaceConfiguration.Of(ServerSettings.Default, new WorkspaceFolders([work]), TimeProvider.System);

        Assert.Empty(found.Compilation.GetDiagnostics(TestContext.Current.CancellationToken)
            .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        IReadOnlyList<ContextFile> context = DeclarationContext.Collect(
            found, cursor, configuration.MayBeShown, Path.GetFileName!, TestContext.Current.CancellationToken);
        Assert.Equal("Inside.cs", Assert.Single(context).Path);
    }

    private async Task<IReadOnlyList<ContextFile>> CollectAsync(string source)
    {
        _folder.Write("App.csproj", SourceFolder.Project);
        _folder.Write("Item.cs", Item);
        _folder.Write("Basket.cs", Basket);
        await _folder.OpenAsync();
        return Collect(source);
    }

    private IReadOnlyList<ContextFile> Collect(string source)
    {
        (DocumentSnapshot document, int cursor) = _folder.Edit("Till.cs", source);
        return DeclarationContext.Collect(
            _folder.Workspace.Find(document)!, cursor, _ => true, Path.GetFileName!, TestContext.Current.CancellationToken);
    }
}
