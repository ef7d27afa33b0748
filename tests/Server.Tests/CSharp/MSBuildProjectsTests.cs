using LspCompletion.Server.CSharp;
using LspCompletion.Server.Documents;
using LspCompletion.Server.Settings;
using LspCompletion.Tests;

namespace LspCompletion.Server.Tests.CSharp;

/// <summary>Projects as MSBuild reads them, in its own process.</summary>
public sealed class MSBuildProjectsTests : IDisposable
{
    private const string Function =
        """
        <PropertyGroup Condition="$([System.String]::Copy('abc').StartsWith('a'))"><DefineConstants>$(DefineConstants);SPECIAL</DefineConstants></PropertyGroup>
        <Target Name="More" BeforeTargets="CoreCompile"><ItemGroup><Compile Include="more/More.txt" /></ItemGroup></Target>
        """;

    private const string Source = "public class Use { public Core.Thing? Thing; \n#if SPECIAL\npublic More? More;\n#endif\n}\n";

    private readonly SourceFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task MSBuild_understands_what_the_files_alone_do_not_say_and_only_runs_when_asked()
    {
        _folder.Write("core/Core.csproj", SourceFolder.Project.Replace("net10.0", "net10.0;net9.0", StringComparison.Ordinal)
            .Replace("TargetFramework>", "TargetFrameworks>", StringComparison.Ordinal));
        _folder.Write("core/Thing.cs", "namespace Core;\npublic class Thing { }\n");
        string project = _folder.Write("app/App.csproj", SourceFolder.Project.Replace(
            "</Project>",
            Function + """<ItemGroup><ProjectReference Include="../core/Core.csproj" /></ItemGroup></Project>""",
            StringComparison.Ordinal));
        _folder.Write("app/more/More.txt", "public class More { }\n");
        string file = _folder.Write("app/Use.cs", Source);
        await Tool.RunAsync("dotnet", ["restore", project], _folder.Path, TestContext.Current.CancellationToken);

        Assert.Equal((2, false), await OpenAsync(CSharpProjectReading.Files, file));
        Assert.Equal((2, true), await OpenAsync(CSharpProjectReading.MSBuild, file));
    }

    [Fact]
    public async Task What_MSBuild_cannot_read_is_read_from_the_files()
    {
        _folder.Write("App.csproj", SourceFolder.Project.Replace("Microsoft.NET.Sdk", "No.Such.Sdk", StringComparison.Ordinal));
        string file = _folder.Write("Use.cs", "public class Use { }\n");
        List<CSharpWorkspaceState> states = [];
        using var workspace = new CSharpWorkspace([_folder.Path], TimeProvider.System, states.Add, CSharpProjectReading.MSBuild);

        await workspace.LoadAsync();

        Assert.Equal(1, workspace.State.Projects);
        Assert.Contains(workspace.State.Problems, problem => problem.Contains("No.Such.Sdk", StringComparison.Ordinal));
        Assert.NotNull(workspace.Find(SourceFolder.Snapshot(file, "public class Use { }\n")));
    }

    /// <summary>How many projects there are, and whether the file sees all that it is built with.</summary>
    private async Task<(int Projects, bool SeesAll)> OpenAsync(CSharpProjectReading reading, string file)
    {
        using var workspace = new CSharpWorkspace([_folder.Path], TimeProvider.System, _ => { }, reading);
        await workspace.LoadAsync();
        DocumentSnapshot document = SourceFolder.Snapshot(file, Source);
        CSharpDocument found = workspace.Find(document)!;
        Assert.Empty(found.Compilation.GetDiagnostics(TestContext.Current.CancellationToken).Where(diagnostic => diagnostic.Id != "CS5001" && diagnostic.Severity == Microsoft.CodeAnalysis.DiagnosticSeverity.Error));
        return (workspace.State.Projects, found.Compilation.GetTypeByMetadataName("Use")!.MemberNames.Contains("More"));
    }
}
