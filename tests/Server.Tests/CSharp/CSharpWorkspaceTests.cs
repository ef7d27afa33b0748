using LspCompletion.Server.CSharp;
using LspCompletion.Server.Documents;
using LspCompletion.Tests;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LspCompletion.Server.Tests.CSharp;

public sealed class CSharpWorkspaceTests : IDisposable
{
    private readonly SourceFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("App.csproj", null, null)]
    [InlineData("App.csproj", "All.slnx", """<Solution><Folder Name="/src/"><Project Path="App.csproj" /></Folder></Solution>""")]
    [InlineData("App.csproj", "All.sln", "Project(\"{FAE04EC0}\") = \"App\", \"App.csproj\", \"{1}\"\r\nEndProject\r\n")]
    public async Task A_project_is_found_and_compiles(string project, string? solution, string? content)
    {
        _folder.Write(project, SourceFolder.Project);
        if (solution is not null)
            _folder.Write(solution, content!);
        string person = _folder.Write("Person.cs", "namespace App;\npublic record Person(string Name, List<int> Scores);\n");
        string source = "namespace App;\npublic static class Use { public static int F(Person p) => p.Scores.Sum(); }\n";
        string use = _folder.Write("Use.cs", source);

        CSharpWorkspace workspace = await _folder.OpenAsync();

        Assert.Equal([], Errors(workspace.Find(SourceFolder.Snapshot(use, source))!));
        Assert.True(File.Exists(person));
        Assert.Equal((true, 1), (workspace.State.IsReady, workspace.State.Projects));
    }

    [Fact]
    public async Task What_a_build_wrote_belongs_to_the_project_wherever_it_lies()
    {
        _folder.Write("App.csproj", SourceFolder.Project);
        _folder.Write("obj/Debug/net10.0/Protos/Thing.cs", "public partial class Thing { public int Size => 1; }\n");
        _folder.Write("obj/Debug/net10.0/Views/Main.g.cs", "public partial class Main { public int Width => 1; }\n");
        _folder.Write("obj/Debug/net10.0/Views/Main.g.i.cs", "public partial class Main { public int Width => 1; }\n");
        const string Source = "public static class Use { public static int F(Thing thing, Main main) => thing.Size + main.Width; }\n";
        string use = _folder.Write("Use.cs", Source);

        CSharpWorkspace workspace = await _folder.OpenAsync();

        Assert.Equal([], Errors(workspace.Find(SourceFolder.Snapshot(use, Source))!));
    }

    [Fact]
    public async Task Projects_see_each_other_as_they_are_in_the_editor()
    {
        _folder.Write("core/Core.csproj", SourceFolder.Project);
        string core = _folder.Write("core/Thing.cs", "namespace Core;\npublic class Thing { }\n");
        _folder.Write("app/App.csproj", SourceFolder.Project.Replace(
            "</Project>", """<ItemGroup><ProjectReference Include="..\core\Core.csproj" /></ItemGroup></Project>""", StringComparison.Ordinal));
        const string Source = "public static class Use { public static int F(Core.Thing thing) => thing.Size; }\n";
        string use = _folder.Write("app/Use.cs", Source);
        CSharpWorkspace workspace = await _folder.OpenAsync();
        DocumentSnapshot document = SourceFolder.Snapshot(use, Source);
        Assert.Equal(["CS1061"], Errors(workspace.Find(document)!));

        workspace.Find(SourceFolder.Snapshot(core, "namespace Core;\npublic class Thing { public int Size => 3; }\n"));

        Assert.Equal([], Errors(workspace.Find(document)!));
        workspace.Close(SourceFolder.Snapshot(core, ""));
        Assert.Equal(["CS1061"], Errors(workspace.Find(document)!));
    }

    [Fact]
    public async Task Without_a_project_open_files_see_each_other_unless_they_are_other_programs()
    {
        CSharpWorkspace workspace = await _folder.OpenAsync();
        workspace.Find(SourceFolder.Snapshot("untitled:one", "class Person { int Age; }\nclass Other { }\n"));
        workspace.Find(SourceFolder.Snapshot("untitled:two", "Console.WriteLine(1);\nclass Helper { }\n"));
        workspace.Find(SourceFolder.Snapshot("untitled:three", "partial class Part { public int Size => 1; }\n"));

        Assert.Equal([], ErrorsOf("untitled:four", "class Person { int Age; Part? Part; }\npartial class Part { int Twice => 2 * Size; }\n"));
        Assert.Equal([], ErrorsOf("untitled:five", "Console.WriteLine(2);\n"));
        Assert.Equal(["CS0246"], ErrorsOf("untitled:six", "class Person { Other? Other; }\n"));

        string[] ErrorsOf(string uri, string source)
        {
            CSharpDocument document = workspace.Find(SourceFolder.Snapshot(uri, source))!;
            return
            [
                .. document.Compilation.GetSemanticModel(document.Tree).GetDiagnostics()
                    .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
                    .Select(diagnostic => diagnostic.Id),
            ];
        }
    }

    [Fact]
    public async Task Files_that_others_write_are_seen()
    {
        _folder.Write("App.csproj", SourceFolder.Project);
        const string Source = "public static class Use { public static string F() => Later.Name; }\n";
        string use = _folder.Write("Use.cs", Source);
        CSharpWorkspace workspace = await _folder.OpenAsync();
        DocumentSnapshot document = SourceFolder.Snapshot(use, Source);
        Assert.Equal(["CS0103"], Errors(workspace.Find(document)!));

        _folder.Write("Later.cs", "public static class Later { public const string Name = \"later\"; }\n");

        await Patience.UntilAsync(() => Errors(workspace.Find(document)!).Length == 0, "the file to be seen");
    }

    [Fact]
    public async Task Without_a_project_open_files_see_the_framework_and_each_other()
    {
        CSharpWorkspace workspace = await _folder.OpenAsync();
        workspace.Find(SourceFolder.Snapshot("untitled:Untitled-1", "public record Shape(double Area);\n"));

        CSharpDocument document = workspace.Find(SourceFolder.Snapshot(
            "untitled:Untitled-2", "Console.WriteLine(new List<Shape> { new(1) }.Sum(shape => shape.Area));\n"))!;

        Assert.Equal([], Errors(document));
    }

    [Fact]
    public async Task An_edit_leaves_the_tree_that_the_whole_text_has()
    {
        CSharpWorkspace workspace = await _folder.OpenAsync();
        var random = new Random(1);
        string text = "class C\n{\n    void M() { int x = 1; }\n}\n";
        for (int i = 0; i < 200; i++)
        {
            int at = random.Next(text.Length + 1);
            int removed = random.Next(Math.Min(4, text.Length - at + 1));
            text = text.Remove(at, removed).Insert(at, "{};x ("[random.Next(6)].ToString());

            CSharpDocument document = workspace.Find(SourceFolder.Snapshot("untitled:1", text))!;

            Assert.Equal(text, document.Tree.ToString());
            SyntaxTree fresh = CSharpSyntaxTree.ParseText(
                text, (CSharpParseOptions)document.Tree.Options, cancellationToken: TestContext.Current.CancellationToken);
            Assert.True(document.Tree.IsEquivalentTo(fresh));
        }
    }

    [Theory]
    [InlineData("<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup>", "can't be read")]
    [InlineData("<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><TargetFramework>net472</TargetFramework></PropertyGroup></Project>", "aren't installed")]
    public async Task A_broken_project_is_told_of_and_its_files_are_still_completed(string project, string problem)
    {
        _folder.Write("Broken.csproj", project);
        const string Source = "public class Alone { public string Name => string.Empty; }\n";
        string file = _folder.Write("Alone.cs", Source);

        CSharpWorkspace workspace = await _folder.OpenAsync();

        Assert.Contains(workspace.State.Problems, line => line.Contains(problem, StringComparison.Ordinal));
        Assert.Equal([], Errors(workspace.Find(SourceFolder.Snapshot(file, Source))!));
    }

    [Fact]
    public async Task This_repository_binds_with_what_generators_write()
    {
        // A copy, which it restores itself: in the clone somebody may be building, or have restored a part only.
        foreach (string name in (string[])["Directory.Build.props", "Directory.Packages.props", "global.json"])
            File.Copy(Path.Combine(RepositoryPaths.Root, name), Path.Combine(_folder.Path, name));
        foreach (string project in (string[])["engine", "server"])
            _folder.CopyProject(Path.Combine(RepositoryPaths.Root, project), project);
        await Tool.RunAsync("dotnet", ["restore", "server"], _folder.Path, TestContext.Current.CancellationToken);
        CSharpWorkspace workspace = await _folder.OpenAsync();
        string path = Path.Combine(_folder.Path, "server", "Commands", "Replay", "ReplayJson.cs");

        CSharpDocument document = workspace.Find(
            SourceFolder.Snapshot(path, await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken)))!;

        Assert.Equal([], Errors(document));
        Assert.Equal([], workspace.State.Problems);
        Assert.Equal(2, workspace.State.Projects);
    }

    [Fact]
    public async Task Once_closed_there_are_no_documents()
    {
        CSharpWorkspace workspace = await _folder.OpenAsync();

        workspace.Dispose();

        Assert.Null(workspace.Find(SourceFolder.Snapshot("untitled:1", "class C { }")));
    }

    private static string[] Errors(CSharpDocument document) =>
    [
        .. document.Compilation.GetDiagnostics(TestContext.Current.CancellationToken)
            .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error && diagnostic.Id != "CS5001")
            .Select(diagnostic => diagnostic.Id)
            .Distinct(),
    ];
}
