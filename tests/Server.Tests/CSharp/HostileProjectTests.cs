using System.Globalization;
using System.Text;
using System.Text.Json;
using LspCompletion.Server.CSharp;
using LspCompletion.Tests;
using Microsoft.CodeAnalysis;

namespace LspCompletion.Server.Tests.CSharp;

/// <summary>
/// Projects that somebody wrote to do harm to who only opens their folder. What comes of each is told, and a project beside it
/// is none the worse. Those that would fill the memory or never end are tried on the real server, which can be ended.
/// </summary>
public sealed class HostileProjectTests : IDisposable
{
    private readonly SourceFolder _folder = new();

    public static bool IsUnix => !OperatingSystem.IsWindows();

    /// <summary>What stands in a project, and what is told of it; nothing if it does no harm.</summary>
    public static TheoryData<string, string?> Projects => new()
    {
        { """<Import Project="App.csproj" /><Import Project="../Evil/App.csproj" />""", "it takes in more than 100 files" },
        { """<Import Project="//evil/share/a.props" />""", null },
        { """<Import Project="." />""", null },
        { $"<PropertyGroup><A>{Repeated("<B>", 70)}{Repeated("</B>", 70)}</A></PropertyGroup>", "elements lie in each other more than 64 deep" },
        { $"<PropertyGroup>{Repeated("<A/>", 100_001)}</PropertyGroup>", "more than 100000 elements" },
        { $"<PropertyGroup><A {string.Concat(Enumerable.Range(0, 100_001).Select(i => $"a{i}='' "))}/></PropertyGroup>", "more than 100000 elements" },
        { $"<PropertyGroup><A>{new string('a', 60_000)}</A></PropertyGroup><ItemGroup>{Repeated("<B Include='$(A)'/>", 1_000)}</ItemGroup>", "its properties grow beyond all measure" },
        { $"<PropertyGroup><A>{new string('a', 5 << 20)}</A></PropertyGroup>", "it is larger than 4 MiB" },
        { """<ItemGroup><Compile Include="/etc/passwd;id_rsa" /></ItemGroup>""", null },
        { """<ItemGroup><Compile Include="//evil/share/**/*.cs;\\evil\share\a.cs" /></ItemGroup>""", @"\\evil\share\a.cs is left out: its name is that of another machine's" },
        { """<ItemGroup><ProjectReference Include="//evil/share/a.csproj" /></ItemGroup>""", "//evil/share/a.csproj, which it refers to, can't be read: its name is that of another machine's" },
        { """<ItemGroup><Reference Include="Evil" HintPath="\\evil\share\a.dll" /></ItemGroup>""", @"\\evil\share\a.dll, which it refers to, can't be read: its name is that of another machine's" },
        { """<PropertyGroup><TargetFramework>../../x</TargetFramework></PropertyGroup>""", "the reference assemblies of its framework aren't installed" },
        { """<ItemGroup><FrameworkReference Include="../../../../evil" /></ItemGroup>""", null },
        { $"<ItemGroup><Using Include='{Repeated("(", 50_000)}' /></ItemGroup>", "its usings are no usings" },
        { $"<ItemGroup>{string.Concat(Enumerable.Range(0, 1_001).Select(i => $"<Compile Remove='**/{i}/*.cs' />"))}</ItemGroup>", "it has more than 1000 patterns of files" },
        { $"<ItemGroup><Compile Include='{Repeated("**/", 300)}*.cs' /></ItemGroup>", null },
        { $"<ItemGroup>{string.Concat(Enumerable.Range(0, 5_000).Select(i => $"<Reference Include='{i}.dll' />"))}</ItemGroup>", "There is more that is wrong than is told." },
        { "<ItemGroup><ProjectReference Include='a&#x9b;2J&#x202e;&#x2028;.csproj' /></ItemGroup>", "a\uFFFD2J\uFFFD\uFFFD.csproj, which it refers to, isn't there" },
    };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Projects))]
    public async Task What_a_project_asks_for_is_bounded_and_told(string inside, string? problem)
    {
        _folder.Write("Evil/App.csproj", SourceFolder.Project.Replace("</Project>", inside + "</Project>", StringComparison.Ordinal));

        string[] problems = await LoadBesideGoodProjectAsync();

        if (problem is null)
            Assert.Empty(problems);
        else
            Assert.Contains(problems, line => line.Contains(problem, StringComparison.Ordinal));
        Assert.All(problems, line => Assert.DoesNotContain(line, character => char.IsControl(character)));
        Assert.InRange(problems.Length, 0, 101);
    }

    /// <summary>The first would be nine lines and gigabytes.</summary>
    [Theory]
    [InlineData(
        """<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">""" +
        """<!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;"><!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;"><!ENTITY f "&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;">""" +
        """<!ENTITY g "&f;&f;&f;&f;&f;&f;&f;&f;&f;&f;"><!ENTITY h "&g;&g;&g;&g;&g;&g;&g;&g;&g;&g;"><!ENTITY evil "&h;&h;&h;&h;&h;&h;&h;&h;&h;&h;">""")]
    [InlineData("""<!ENTITY evil "harmless">""")]
    [InlineData("""<!ENTITY evil SYSTEM "file:///etc/hostname">""")]
    [InlineData("""<!ENTITY evil SYSTEM "evil.txt">""")]
    [InlineData("""<!ENTITY % more SYSTEM "evil.txt"> %more;""")]
    public async Task Entities_mean_nothing(string declarations)
    {
        _folder.Write("Evil/evil.txt", "<!ENTITY evil 'harmless'>");
        _folder.Write("Evil/App.csproj", $"<!DOCTYPE Project [{declarations}]><Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><A>&evil;</A></PropertyGroup></Project>");

        Assert.Contains("App.csproj can't be read", Assert.Single(await LoadBesideGoodProjectAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deep_folders_many_files_and_odd_names_are_read_as_far_as_they_go()
    {
        _folder.Write("Evil/App.csproj", SourceFolder.Project);
        _folder.Write(string.Join('/', ["Evil", .. Enumerable.Repeat("d", 900), "Deep.cs"]), "public class Deep;\n");
        string many = Directory.CreateDirectory(Path.Combine(_folder.Path, "Evil", "many")).FullName;
        for (int i = 0; i < 30_000; i++)
            File.WriteAllBytes(Path.Combine(many, string.Create(CultureInfo.InvariantCulture, $"{i}.cs")), []);
        if (IsUnix)
        {
            foreach (string name in (string[])["a\nb.cs", "\u001b[2J.cs", "\u202e.cs", " .cs", "-rf.cs", "a\\b.cs", "*.cs", "$(A).cs", "%2e.cs", "a;b.cs"])
                _folder.Write($"Evil/odd/{name}", "public class;\n");
        }

        Assert.Empty(await LoadBesideGoodProjectAsync());
    }

    /// <summary>What somebody else has compiled is read as it is needed, and never run; some of it makes no sense at all.</summary>
    [Fact]
    public async Task Assemblies_of_any_content_harm_nobody()
    {
        string trace = Path.Combine(_folder.Path, "ran.txt");
        string thrower = Path.Combine(_folder.Path, "Evil", "lib", "Thrower.dll");
        ThrowingGenerator.Write(thrower, "type", trace);
        byte[] whole = File.ReadAllBytes(thrower);
        Random random = new(7);
        List<string> names = ["Thrower"];
        for (int i = 0; i < 200; i++)
        {
            byte[] mutant = [.. whole];
            for (int change = random.Next(1, 8); change > 0; change--)
                mutant[random.Next(mutant.Length)] = (byte)random.Next(256);
            names.Add($"Mutant{i}");
            File.WriteAllBytes(Path.Combine(_folder.Path, "Evil", "lib", $"{names[^1]}.dll"), mutant);
        }

        string references = string.Concat(names.Select(name => $"<Reference Include='{name}' HintPath='lib/{name}.dll' />"));
        _folder.Write("Evil/App.csproj", SourceFolder.Project.Replace("</Project>", $"<ItemGroup>{references}</ItemGroup></Project>", StringComparison.Ordinal));
        const string use = "public class Own { private Thrower thrower; public object M() => thrower.ToString() + new Missing(); }\n";
        string path = _folder.Write("Evil/Own.cs", use);

        await LoadBesideGoodProjectAsync();

        Assert.Contains(
            _folder.Workspace.Find(SourceFolder.Snapshot(path, use))!.Compilation.GetDiagnostics(TestContext.Current.CancellationToken),
            diagnostic => diagnostic.Id == "CS0246");
        Assert.False(File.Exists(trace));
    }

    [Fact]
    public async Task Twenty_thousand_files_that_are_taken_out_one_by_one_take_no_time()
    {
        for (int i = 0; i < 3_000; i++)
            _folder.Write($"Evil/File{i}.cs", "");
        _folder.Write("Evil/App.csproj", SourceFolder.Project.Replace(
            "</Project>",
            $"<ItemGroup>{string.Concat(Enumerable.Range(0, 20_000).Select(i => $"<Compile Remove='{i}.cs' />"))}</ItemGroup></Project>",
            StringComparison.Ordinal));

        Assert.Empty(await LoadBesideGoodProjectAsync());
    }

    [Fact]
    public async Task A_chain_of_projects_is_cut()
    {
        for (int i = 0; i < 250; i++)
        {
            _folder.Write($"Evil/{i:000}/App{i}.csproj", SourceFolder.Project.Replace(
                "</Project>", $"""<ItemGroup><ProjectReference Include="../{i + 1:000}/App{i + 1}.csproj" /></ItemGroup></Project>""", StringComparison.Ordinal));
        }

        _folder.Write("All.slnx", """<Solution><Project Path="Good/Good.csproj" /><Project Path="Evil/000/App0.csproj" /></Solution>""");
        string[] problems = await LoadBesideGoodProjectAsync();

        Assert.StartsWith("Some projects are left out: with those that they refer to there are more than 200", Assert.Single(problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Assets_with_many_packages_take_no_longer_than_their_number()
    {
        _folder.Write("Evil/App.csproj", SourceFolder.Project);
        string[] names = [.. Enumerable.Range(0, 30_000).Select(i => string.Create(CultureInfo.InvariantCulture, $"p{i}/1.0"))];
        _folder.Write("Evil/obj/project.assets.json", JsonSerializer.Serialize(new
        {
            targets = new Dictionary<string, object> { ["net10.0"] = names.ToDictionary(name => name, _ => new { compile = new Dictionary<string, object> { ["a.dll"] = new { } } }) },
            libraries = names.ToDictionary(name => name, name => new { type = "package", path = name }),
            packageFolders = new Dictionary<string, object> { [_folder.Path] = new { } },
        }));

        Assert.Contains(await LoadBesideGoodProjectAsync(), line => line.Contains("the package p0/1.0 isn't where it was restored to", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("//evil/share", "a", "a.dll")]
    [InlineData(@"\\evil\share", "a", "a.dll")]
    [InlineData("FOLDER/packages", "../../outside", "a.dll")]
    [InlineData("FOLDER/packages", "a", "../../../outside/a.dll")]
    [InlineData("FOLDER/packages", "", "FOLDER/outside/a.dll")]
    [InlineData("relative", "a", "a.dll")]
    public async Task Assemblies_of_packages_lie_in_the_folders_of_packages(string folder, string package, string file)
    {
        _folder.Write("outside/a.dll", "no assembly");
        _folder.Write("Evil/App.csproj", SourceFolder.Project);
        _folder.Write("Evil/obj/project.assets.json", JsonSerializer.Serialize(new
        {
            targets = new Dictionary<string, object> { ["net10.0"] = new Dictionary<string, object> { ["a/1"] = new { compile = new Dictionary<string, object> { [Whole(file)] = new { } } } } },
            libraries = new Dictionary<string, object> { ["a/1"] = new { type = "package", path = package } },
            packageFolders = new Dictionary<string, object> { [Whole(folder)] = new { } },
        }));

        string problem = Assert.Single(await LoadBesideGoodProjectAsync());
        Assert.Contains("the package a/1 isn't where it was restored to", problem, StringComparison.Ordinal);

        string Whole(string name) => name.Replace("FOLDER", _folder.Path, StringComparison.Ordinal);
    }

    [Fact(Skip = "there are no such files in folders on Windows", SkipUnless = nameof(IsUnix))]
    public async Task Pipes_under_any_name_are_told_of_and_nobody_waits_for_them()
    {
        _folder.Write("Evil/App.csproj", SourceFolder.Project.Replace(
            "</Project>", """<ItemGroup><Reference Include="a" HintPath="a.dll" /><ProjectReference Include="pipe.csproj" /></ItemGroup></Project>""", StringComparison.Ordinal));
        foreach (string name in new[] { "a.sln", "b.slnx", "Evil/a.cs", "Evil/a.dll", "Evil/pipe.csproj", "Evil/obj/project.assets.json", "Props/Directory.Build.props" })
            NamedPipe.Make(Path.Combine(_folder.Path, name));
        _folder.Write("Props/App.csproj", SourceFolder.Project);

        string[] problems = await LoadBesideGoodProjectAsync();

        Assert.All(
            ["a.sln", "b.slnx", "a.cs is left out", "a.dll", "pipe.csproj", "project.assets.json", "Directory.Build.props"],
            name => Assert.Contains(problems, line => line.Contains(name, StringComparison.Ordinal) && line.Contains("it is no regular file", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_solution_may_name_anything()
    {
        StringBuilder solution = new("Microsoft Visual Studio Solution File\n");
        foreach (string name in (string[])["//evil/share/a.csproj", @"\\evil\share\a.csproj", "Good/Good.csproj", ".", "a\u001bb.csproj"])
            solution.Append(CultureInfo.InvariantCulture, $"Project(\"{{1}}\") = \"A\", \"{name}\", \"{{2}}\"\nEndProject\n");
        solution.Append(Repeated("Project(\"\n", 100_000)).Append("Project(\"{1}\") = \"A\"").Append(Repeated("\n", 100_000));
        _folder.Write("a.sln", solution.ToString());

        string[] problems = await LoadBesideGoodProjectAsync();

        Assert.Contains("a.sln: //evil/share/a.csproj is left out: its name is that of another machine's", problems);
        Assert.Equal(2, problems.Length);
    }

    /// <summary>Loads the folder, and makes sure that a project in it binds.</summary>
    /// <returns>What is told of the others.</returns>
    private async Task<string[]> LoadBesideGoodProjectAsync()
    {
        const string use = "public class Use { public int F(Good good) => good.Size; }\n";
        _folder.Write("Good/Good.csproj", SourceFolder.Project);
        _folder.Write("Good/Good.cs", "public class Good { public int Size => 1; }\n");
        string path = _folder.Write("Good/Use.cs", use);

        CSharpWorkspace workspace = await _folder.OpenAsync().WithPatienceAsync("the projects");

        Assert.Empty(workspace.Find(SourceFolder.Snapshot(path, use))!.Compilation.GetDiagnostics(TestContext.Current.CancellationToken)
            .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));

        // How many folders may be watched at a time is the machine's business.
        return [.. workspace.State.Problems.Where(problem => !problem.Contains("can't be watched", StringComparison.Ordinal))];
    }

    private static string Repeated(string text, int times) => string.Concat(Enumerable.Repeat(text, times));
}
