using CsCheck;
using LspCompletion.Server.CSharp;
using LspCompletion.Server.Documents;
using LspCompletion.Server.Files;
using LspCompletion.Server.Settings;
using LspCompletion.Tests;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace LspCompletion.Server.Tests.CSharp;

/// <summary>Documents stand in place of their files as long as they are open, and others see them as they are.</summary>
public sealed class OpenDocumentTests : IDisposable
{
    private const string Use = "public static class Use { public static int F(Thing thing) => thing.Size; }\n";
    private const string Small = "public class Thing { }\n";
    private const string Sized = "public class Thing { public int Size => 1; }\n";

    private readonly SourceFolder _folder = new();
    private readonly string _thing;
    private readonly DocumentSnapshot _use;

    public OpenDocumentTests()
    {
        _folder.Write("App.csproj", SourceFolder.Project);
        _thing = _folder.Write("Thing.cs", Small);
        _use = SourceFolder.Snapshot(_folder.Write("Use.cs", Use), Use);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Closing_returns_at_once_and_nobody_waits_while_a_file_is_read()
    {
        using ManualResetEventSlim isReading = new();
        using ManualResetEventSlim mayRead = new();
        using CSharpWorkspace workspace = new([_folder.Path], TimeProvider.System, _ => { }, CSharpProjectReading.Files, Read);
        await workspace.LoadAsync().WithPatienceAsync("the projects");
        OpenDocument use = workspace.Open(_use.Uri);
        OpenDocument thing = workspace.Open(_thing);
        thing.Find(SourceFolder.Snapshot(_thing, Sized));
        Assert.Equal([], Errors(use));

        thing.Dispose();

        Assert.True(isReading.Wait(Patience.Limit, TestContext.Current.CancellationToken));
        var others = Task.Run(() =>
        {
            // The file is seen as it was last known, others can be opened and closed, and the same one again.
            Assert.Equal(["CS1061"], Errors(use));
            Assert.Equal(1, workspace.OpenDocuments);
            using (OpenDocument other = workspace.Open(Path.Combine(_folder.Path, "Other.cs")))
                Assert.NotNull(other.Find(SourceFolder.Snapshot(other.Path, "class Other { }")));
            thing = workspace.Open(_thing);
            Assert.NotNull(thing.Find(SourceFolder.Snapshot(_thing, Sized)));
            Assert.Equal([], Errors(use));
        }, TestContext.Current.CancellationToken);
        await others.WithPatienceAsync("what has nothing to do with the file");
        mayRead.Set();

        // The thread goes in order: once it has seen a later file, it is done with the one that was closed.
        _folder.Write("Later.cs", "class Later { }\n");
        await Patience.UntilAsync(() => workspace.SourceFiles().Count == 3, "the later file");
        Assert.Equal([], Errors(use));
        Assert.Equal(2, workspace.OpenDocuments);

        SourceText? Read(string path)
        {
            isReading.Set();
            mayRead.Wait(Patience.Limit, CancellationToken.None);
            return new SourceCache(new WorkspaceFiles([_folder.Path])).Read(path);
        }
    }

    [Fact]
    public async Task Letting_go_returns_at_once_while_a_file_is_read()
    {
        using ManualResetEventSlim isReading = new();
        using ManualResetEventSlim mayRead = new();
        CSharpWorkspace workspace = new([_folder.Path], TimeProvider.System, _ => { }, CSharpProjectReading.Files, Read);
        await workspace.LoadAsync().WithPatienceAsync("the projects");
        OpenDocument thing = workspace.Open(_thing);
        thing.Find(SourceFolder.Snapshot(_thing, Sized));
        thing.Dispose();
        Assert.True(isReading.Wait(Patience.Limit, TestContext.Current.CancellationToken));

        workspace.Dispose();

        Assert.Null(workspace.Open(_thing).Find(SourceFolder.Snapshot(_thing, Sized)));
        Assert.True(workspace.LoadAsync().IsCompleted);
        mayRead.Set();

        SourceText? Read(string path)
        {
            isReading.Set();
            mayRead.Wait(Patience.Limit, CancellationToken.None);
            return new SourceCache(new WorkspaceFiles([_folder.Path])).Read(path);
        }
    }

    [Fact]
    public async Task What_was_not_saved_goes_with_the_document_and_what_was_saved_stays()
    {
        CSharpWorkspace workspace = await _folder.OpenAsync();
        OpenDocument use = workspace.Open(_use.Uri);
        OpenDocument thing = workspace.Open(_thing);
        thing.Find(SourceFolder.Snapshot(_thing, Sized));
        Assert.Equal([], Errors(use));

        thing.Dispose();

        Assert.Equal(["CS1061"], Errors(use));

        thing = workspace.Open(_thing);
        thing.Find(SourceFolder.Snapshot(_thing, Sized));
        File.WriteAllText(_thing, Sized);
        thing.Dispose();
        await Patience.UntilAsync(() => Errors(use).Length == 0, "what was saved");
    }

    [Fact]
    public async Task An_older_version_is_seen_by_whoever_asks_for_it_and_nobody_else()
    {
        CSharpWorkspace workspace = await _folder.OpenAsync();
        OpenDocument use = workspace.Open(_use.Uri);
        OpenDocument thing = workspace.Open(_thing);
        thing.Find(SourceFolder.Snapshot(_thing, Sized) with { Version = 8 });

        CSharpDocument older = thing.Find(SourceFolder.Snapshot(_thing, Small) with { Version = 7 })!;

        Assert.Equal(Small, older.Tree.ToString());
        Assert.Contains(older.Tree, older.Compilation.SyntaxTrees);
        Assert.Equal([], Errors(use));
    }

    [Fact]
    public async Task Documents_stay_in_place_of_their_files_when_all_is_loaded_again()
    {
        CSharpWorkspace workspace = await _folder.OpenAsync();
        OpenDocument use = workspace.Open(_use.Uri);
        using OpenDocument thing = workspace.Open(_thing);
        thing.Find(SourceFolder.Snapshot(_thing, Sized));

        await workspace.LoadAsync().WithPatienceAsync("the projects");

        Assert.Equal([], Errors(use));
        thing.Dispose();
        Assert.Equal(["CS1061"], Errors(use));
    }

    [Fact]
    public async Task One_file_under_two_names_is_shown_as_who_was_asked_last_has_it()
    {
        CSharpWorkspace workspace = await _folder.OpenAsync();
        OpenDocument use = workspace.Open(_use.Uri);
        OpenDocument first = workspace.Open(_thing);
        OpenDocument second = workspace.Open(new Uri(_thing).AbsoluteUri);
        first.Find(SourceFolder.Snapshot(_thing, Small));

        second.Find(SourceFolder.Snapshot(_thing, Sized));
        Assert.Equal([], Errors(use));

        first.Dispose();
        Assert.Equal([], Errors(use));
        second.Dispose();
        Assert.Equal(["CS1061"], Errors(use));
        Assert.Equal(1, workspace.OpenDocuments);
    }

    [Fact]
    public async Task A_file_is_taken_in_once_however_its_path_is_spelled_where_case_does_not_count()
    {
        CSharpWorkspace workspace = await _folder.OpenAsync();
        using OpenDocument thing = workspace.Open(Path.Combine(_folder.Path, "THING.CS"));

        CSharpDocument found = thing.Find(SourceFolder.Snapshot(thing.Path, Sized))!;

        // Otherwise it is another file, with another type of the same name.
        int expected = FilePaths.IgnoreCase ? 1 : 2;
        Assert.Equal(expected, found.Compilation.GetTypeByMetadataName("Thing")!.DeclaringSyntaxReferences.Length);
    }

    [Fact]
    public async Task While_others_rewrite_files_documents_are_found_as_they_are_and_in_the_end_all_is_seen()
    {
        const int files = 120;
        for (int i = 0; i < files; i++)
            _folder.Write($"F{i}.cs", Body(i, 0));
        CSharpWorkspace workspace = await _folder.OpenAsync();
        using OpenDocument typed = workspace.Open(Path.Combine(_folder.Path, "F0.cs"));
        DocumentSnapshot document = SourceFolder.Snapshot(typed.Path, Body(0, 0));

        var checkout = Task.Run(() =>
        {
            for (int i = 0; i < files; i++)
                _folder.Write($"F{i}.cs", Body(i, 7));
        }, TestContext.Current.CancellationToken);
        for (int key = 0; key < 20 || !checkout.IsCompleted; key++)
        {
            document = document with { Version = key + 2, Text = document.Text.Replace(0, 0, "/") };
            Assert.Equal(document.Text.ToString(), typed.Find(document)!.Tree.ToString());
        }

        await checkout;
        await Patience.UntilAsync(
            () => workspace.SourceFiles().Count(tree => tree.ToString().Contains("+ 7;", StringComparison.Ordinal)) == files - 1,
            "all that was rewritten");
        Assert.Equal(document.Text.ToString(), Shown(workspace, "F0.cs"));
        typed.Dispose();
        await Patience.UntilAsync(() => Shown(workspace, "F0.cs") == Body(0, 7), "the file of the document");

        static string Body(int file, int seed) =>
            $"class F{file}\n{{\n" + string.Concat(Enumerable.Range(0, 20).Select(i => $"    int M{i}(int a) => a * {file} + {seed};\n")) + "}\n";
    }

    [Fact]
    public async Task However_documents_and_files_come_and_go_in_the_end_there_is_what_is_on_disk()
    {
        CSharpWorkspace workspace = await _folder.OpenAsync();
        string[] paths = [.. Enumerable.Range(0, 3).Select(i => Path.Combine(_folder.Path, $"Part{i}.cs"))];
        Gen.Select(Gen.Int[0, 2], Gen.Int[0, 5], Gen.Int[0, 9]).Array[1, 12].Sample(
            steps =>
            {
                OpenDocument?[] open = new OpenDocument?[paths.Length];
                string[] texts = new string[paths.Length];
                int version = 0;
                foreach ((int file, int action, int number) in steps)
                {
                    switch (action)
                    {
                        case 0 or 1:
                            open[file] ??= workspace.Open(paths[file]);
                            texts[file] = $"class Part{file} {{ int Number => {number}; }}\n";
                            break;
                        case 2:
                            open[file]?.Dispose();
                            open[file] = null;
                            break;
                        case 3:
                            File.WriteAllText(paths[file], $"class Part{file} {{ int Number => {number}; }}\n");
                            break;
                        case 4:
                            File.Delete(paths[file]);
                            break;
                        default:
                            workspace.ReloadSoon();
                            break;
                    }

                    version++;
                    for (int i = 0; i < open.Length; i++)
                    {
                        if (open[i] is not { } document)
                            continue;

                        DocumentSnapshot snapshot = SourceFolder.Snapshot(paths[i], texts[i]) with { Version = version };
                        Assert.Equal(texts[i], document.Find(snapshot)!.Tree.ToString());
                        Assert.Equal(texts[i], Shown(workspace, $"Part{i}.cs"));
                    }

                    Assert.Equal(open.Count(document => document is not null), workspace.OpenDocuments);
                }

                foreach (OpenDocument? document in open)
                    document?.Dispose();
                Assert.Equal(0, workspace.OpenDocuments);
                Patience.UntilAsync(
                    () => Enumerable.Range(0, paths.Length).All(i =>
                        Shown(workspace, $"Part{i}.cs") == (File.Exists(paths[i]) ? File.ReadAllText(paths[i]) : null)),
                    "what is on disk").GetAwaiter().GetResult();
            },
            iter: 60,
            threads: 1);
    }

    [Fact]
    public async Task Projects_in_a_long_chain_take_their_number_and_not_the_ways_between_them()
    {
        // Between the ends of this chain there are 2 to the power of 38 ways.
        const int projects = 40;
        for (int i = 0; i < projects; i++)
        {
            string reference = i == 0 ? "" : $"""<ItemGroup><ProjectReference Include="../P{i - 1}/P{i - 1}.csproj" /></ItemGroup>""";
            _folder.Write($"P{i}/P{i}.csproj", SourceFolder.Project.Replace("</Project>", reference + "</Project>", StringComparison.Ordinal));
            _folder.Write($"P{i}/C{i}.cs", $"public class C{i} {{ }}\n");
        }

        File.Delete(Path.Combine(_folder.Path, "App.csproj"));
        CSharpWorkspace workspace = await _folder.OpenAsync().WithPatienceAsync("the projects");
        const string source = "public static class Use { public static int F(C0 first) => first.Size; }\n";
        string last = _folder.Write($"P{projects - 1}/Use.cs", source);
        using OpenDocument use = workspace.Open(last);
        Assert.Equal(["CS1061"], Errors(use, source));

        using OpenDocument first = workspace.Open(Path.Combine(_folder.Path, "P0", "C0.cs"));
        first.Find(SourceFolder.Snapshot(first.Path, "public class C0 { public int Size => 1; }\n"));

        Assert.Equal([], Errors(use, source));
    }

    private static string? Shown(CSharpWorkspace workspace, string name) =>
        workspace.SourceFiles().SingleOrDefault(tree => Path.GetFileName(tree.FilePath) == name)?.ToString();

    private static string[] Errors(OpenDocument document, string source = Use)
    {
        CSharpDocument found = document.Find(SourceFolder.Snapshot(document.Path, source))!;
        return
        [
            .. found.Compilation.GetSemanticModel(found.Tree).GetDiagnostics()
                .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
                .Select(diagnostic => diagnostic.Id),
        ];
    }
}
