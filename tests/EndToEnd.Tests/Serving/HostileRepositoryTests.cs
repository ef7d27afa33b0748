using System.Text.Json.Nodes;
using LspCompletion.Tests;

namespace LspCompletion.EndToEnd.Tests.Serving;

/// <summary>
/// Repositories that somebody made to do harm to who only opens them. The server goes on serving, loads what is all right
/// beside them, stays small, and ends when it should.
/// </summary>
/// <remarks>
/// Should it fail one day, the machine is none the worse: its managed memory is limited, which .NET sees to on every system,
/// and a server that grows beyond all measure is ended.
/// </remarks>
public sealed class HostileRepositoryTests : IDisposable
{
    private const string Use = "public class Use\n{\n    public int F(Good good) => good.\n}\n";

    /// <summary>The model's own files, the compiler and some projects stay well below.</summary>
    private const long MostBytes = 1_500_000_000;

    private readonly TemporaryFolder _folder = new();
    private readonly ServerProcess _server = ServerProcess.Start(new Dictionary<string, string> { ["DOTNET_GCHeapHardLimit"] = "30000000" });

    public static bool IsUnix => !OperatingSystem.IsWindows();

    public void Dispose()
    {
        _server.Dispose();
        _folder.Dispose();
    }

    /// <summary>What a project says, what lies beside it, and what is told.</summary>
    public static TheoryData<string, string, string?> Projects => new()
    {
        { "<PropertyGroup><TargetFramework>net2147483647.0</TargetFramework></PropertyGroup>", "", "the reference assemblies of its framework aren't installed" },
        { "<PropertyGroup><TargetFramework>/</TargetFramework></PropertyGroup>", "obj/Debug/", "the reference assemblies of its framework aren't installed" },
        { $"<PropertyGroup><P0>0123456789</P0>{string.Concat(Enumerable.Range(1, 44).Select(i => $"<P{i}>$(P{i - 1})$(P{i - 1})</P{i}>"))}</PropertyGroup>", "", "its properties grow beyond all measure" },
    };

    [Theory]
    [MemberData(nameof(Projects))]
    public async Task A_few_bytes_of_project_file_do_no_harm(string inside, string beside, string? problem)
    {
        Write("evil/App.csproj", Project(inside));
        if (beside.Length > 0)
            Directory.CreateDirectory(_folder[$"evil/{beside}"]);

        await AssertServesAsync(problem);
        await AssertEndsAsync(byExit: true);
    }

    [Theory(Skip = "links need a right there that few have", SkipUnless = nameof(IsUnix))]
    [InlineData(".gitignore", "/dev/zero", null)]
    [InlineData(".gitignore", "/dev/stdin", null)]
    [InlineData("good/.git", "/dev/zero", null)]
    [InlineData("b.sln", "/dev/zero", "b.sln can't be read (a link leads out of the workspace)")]
    [InlineData("good/obj/project.assets.json", "/dev/zero", "project.assets.json can't be read: a link leads out of the workspace")]
    [InlineData("good/Foo.cs", "/dev/zero", "Foo.cs is left out: a link leads out of the workspace")]
    [InlineData("good/Foo.cs", "/dev/stdin", "Foo.cs is left out: a link leads out of the workspace")]
    [InlineData("evil/Directory.Build.props", "/dev/zero", "Directory.Build.props: a link leads out of the workspace")]
    public async Task A_link_that_Git_can_carry_does_no_harm(string name, string target, string? problem)
    {
        Write("evil/App.csproj", Project(""));
        Directory.CreateDirectory(Path.GetDirectoryName(_folder[name])!);
        File.CreateSymbolicLink(_folder[name], target);

        await AssertServesAsync(problem);
        await AssertEndsAsync(byExit: name.Length % 2 == 0);
    }

    [Fact(Skip = "links need a right there that few have", SkipUnless = nameof(IsUnix))]
    public async Task Circles_of_links_are_not_walked()
    {
        Write("evil/App.csproj", Project("""<ItemGroup><Compile Include="s/**/*.cs" /></ItemGroup>"""));
        foreach (string folder in new[] { "evil/s", "evil/obj/Debug/net10.0" })
        {
            Directory.CreateDirectory(_folder[folder]);
            File.CreateSymbolicLink(_folder[$"{folder}/a"], ".");
            File.CreateSymbolicLink(_folder[$"{folder}/b"], ".");
        }

        Directory.CreateDirectory(_folder["evil2"]);
        Write("evil2/App.csproj", Project(""));
        File.CreateSymbolicLink(_folder["evil2/obj"], "/");

        await AssertServesAsync("project.assets.json can't be read: a link leads out of the workspace");
        await AssertEndsAsync(byExit: true);
    }

    [Theory(Skip = "there are no such files in folders on Windows", SkipUnless = nameof(IsUnix))]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Nobody_waits_for_a_pipe(bool byExit)
    {
        Write("evil/App.csproj", Project("""<ItemGroup><Reference Include="a" HintPath="a.dll" /></ItemGroup>"""));
        foreach (string name in new[] { "b.sln", ".gitignore", "evil/a.cs", "evil/a.dll", "evil/pipe.csproj", "evil/obj/project.assets.json", "good/.git" })
            NamedPipe.Make(_folder[name]);

        // What it can't read may say that the file is ignored.
        await OpenAsync();
        int request = await _server.RequestAsync("textDocument/inlineCompletion", Place);
        JsonNode answer = await _server.ReadUntilAsync(message => message["id"]?.GetValue<int>() == request && message["method"] is null, "an answer");
        Assert.NotNull(answer["result"]);
        await AssertEndsAsync(byExit);
    }

    [Theory(Skip = "there are no such files in folders on Windows", SkipUnless = nameof(IsUnix))]
    [InlineData(true)]
    [InlineData(false)]
    public async Task It_ends_while_it_is_busy_with_all_that(bool byExit)
    {
        Write("evil/App.csproj", Project("""<ItemGroup><Compile Include="/**/*.cs" /></ItemGroup>"""));
        NamedPipe.Make(_folder[".gitignore"]);
        NamedPipe.Make(_folder["good/a.cs"]);
        await OpenAsync();
        await _server.RequestAsync("textDocument/inlineCompletion", Place);
        await AssertEndsAsync(byExit);
    }

    private string Document => new Uri(_folder["good/Use.cs"]).AbsoluteUri;

    private string Place =>
        $$"""{ "textDocument": { "uri": "{{Document}}" }, "position": { "line": 2, "character": 36 }, "context": { "triggerKind": 1 } }""";

    private static string Project(string inside) =>
        $"<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>{inside}</Project>";

    private void Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder[name])!);
        File.WriteAllText(_folder[name], text);
    }

    private async Task OpenAsync()
    {
        Directory.CreateDirectory(_folder[".git"]);
        Write("good/Good.csproj", Project(""));
        Write("good/Good.cs", "public class Good { public int Size => 1; }\n");
        Write("good/Use.cs", Use);
        await _server.InitializeAsync(
            $$"""
            {
              "capabilities": { "textDocument": { "inlineCompletion": {} } },
              "workspaceFolders": [{ "uri": "{{new Uri(_folder.Path).AbsoluteUri}}", "name": "all" }],
              "initializationOptions": { "timeLimitMs": 60000, "cSharpCheckMs": 10000 }
            }
            """);
        await _server.ReadyAsync();
        await _server.NotifyAsync(
            "textDocument/didOpen",
            $$"""{ "textDocument": { "uri": "{{Document}}", "languageId": "csharp", "version": 1, "text": {{JsonValue.Create(Use).ToJsonString()}} } }""");
    }

    private async Task AssertServesAsync(string? problem)
    {
        using CancellationTokenSource done = new();
        Task watching = WatchMemoryAsync(done.Token);
        await OpenAsync();
        string told = "";
        bool isBegun = false;
        Task loading = Task.Run(async () => await _server.ReadUntilAsync(message =>
        {
            string text = message["params"]?["message"]?.GetValue<string>() ?? "";
            told += $"{text}\n";
            bool isLoading = text.Contains("are being loaded", StringComparison.Ordinal);
            isBegun |= isLoading;
            return isBegun && !isLoading && message["method"]!.GetValue<string>() == "$/lspCompletion/status";
        }, "the projects to be loaded"));
        Task first = await Task.WhenAny(loading, watching).WithPatienceAsync("the projects", () => told);
        Assert.True(first == loading, $"The server takes more than {MostBytes} bytes.");
        await loading;
        if (problem is not null)
            Assert.Contains(problem, told);

        // Were its input read by somebody else, some of them would get no answer.
        for (int request = 0; request < 10; request++)
        {
            JsonNode answer = await _server.AskAsync("textDocument/inlineCompletion", Place);
            Assert.NotNull(answer["result"]);
        }

        Assert.InRange(_server.ResidentBytes, 1, MostBytes);
        await done.CancelAsync();
    }

    private async Task AssertEndsAsync(bool byExit)
    {
        if (byExit)
            await _server.NotifyAsync("exit", "null");
        else
            _server.CloseInput();
        Assert.Equal(1, await _server.ExitCodeAsync());
    }

    private async Task WatchMemoryAsync(CancellationToken cancellationToken)
    {
        while (_server.ResidentBytes < MostBytes)
            await Task.Delay(100, cancellationToken);
        _server.Kill();
    }
}
