using System.Collections.Concurrent;
using LspCompletion.Server.CSharp;
using LspCompletion.Server.Files;
using LspCompletion.Tests;

namespace LspCompletion.Server.Tests.CSharp;

/// <summary>Folders that others rename, delete or bring along, of whose files the system tells nothing.</summary>
public sealed class ChangedFoldersTests : IDisposable
{
    private readonly SourceFolder _folder = new();
    private readonly ConcurrentQueue<CSharpWorkspaceState> _states = [];
    private CSharpWorkspace? _workspace;

    public void Dispose()
    {
        _workspace?.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("Old", "New")]
    [InlineData("Old", "New.Parts")]
    [InlineData("Old.Parts", "Old")]
    [InlineData("Old", "Deep/Below/New")]
    [InlineData("Old/Inner", "Old/Other")]
    [InlineData("Old", "OLD")]
    [InlineData("Old", "obj")]
    [InlineData("Old", ".hidden")]
    [InlineData("bin", "New")]
    public async Task The_files_of_a_renamed_folder_go_and_come(string from, string to)
    {
        Write("A.cs");
        Write($"{from}/B.cs");
        Write($"{from}/Inner/C.cs");
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(to))!);
        await OpenAsync();

        Directory.Move(PathOf(from), PathOf(to));

        await UntilSeenAsync();
        AssertWasNotLoadedAgain();
    }

    [Fact]
    public async Task The_files_of_a_deleted_folder_go()
    {
        Write("A.cs");
        Write("Old/B.cs");
        Write("Old/Inner/C.cs");
        await OpenAsync();

        Directory.Delete(PathOf("Old"), recursive: true);

        await UntilSeenAsync();
        AssertWasNotLoadedAgain();
    }

    [Fact]
    public async Task The_files_of_a_folder_that_is_moved_in_come_and_those_of_one_that_is_moved_out_go()
    {
        using SourceFolder outside = new();
        outside.Write("Parts/B.cs", "class B { }\n");
        outside.Write("Parts/Inner/C.cs", "class C { }\n");
        Write("A.cs");
        await OpenAsync();

        Directory.Move(Path.Combine(outside.Path, "Parts"), PathOf("Parts"));
        await UntilSeenAsync();
        Assert.Equal(3, Seen().Count());

        Directory.Move(PathOf("Parts"), Path.Combine(outside.Path, "Parts"));
        await UntilSeenAsync();
        Assert.Single(Seen());
        AssertWasNotLoadedAgain();
    }

    [Fact]
    public async Task A_folder_that_is_moved_on_and_on_is_followed()
    {
        Write("A.cs");
        Write("Folder0/B.cs");
        await OpenAsync();

        for (int i = 0; i < 20; i++)
        {
            Directory.Move(PathOf($"Folder{i}"), PathOf($"Folder{i + 1}"));
            Write($"Folder{i + 1}/Of{i}.cs");
        }

        await UntilSeenAsync();
        Assert.Equal(22, Seen().Count());
    }

    [Fact]
    public async Task A_project_in_a_renamed_folder_is_read_again()
    {
        _folder.Write("core/Core.csproj", SourceFolder.Project);
        Write("core/A.cs");
        Write("app/B.cs");
        await OpenAsync("app/App.csproj");
        Assert.Equal(2, _workspace!.State.Projects);

        Directory.Move(PathOf("core"), PathOf("library"));

        await UntilSeenAsync();
        Assert.Contains(_states, state => !state.IsReady);
    }

    [Fact]
    public async Task What_is_hidden_or_built_is_not_taken_in_and_what_the_workspace_itself_is_called_does_not_matter()
    {
        Write("bin/app/A.cs");
        _folder.Write("bin/app/App.csproj", SourceFolder.Project);
        _workspace = new CSharpWorkspace([PathOf("bin/app")], TimeProvider.System, _states.Enqueue);
        await _workspace.LoadAsync().WithPatienceAsync("the projects");

        Write("bin/app/.hidden/B.cs");
        Write("bin/app/obj/C.cs");
        Write("bin/app/node_modules/D.cs");
        Write("bin/app/Parts/E.cs");

        await Patience.UntilAsync(() => Seen().Count() == 2, "the file that counts");
        Assert.Equal(["bin/app/A.cs", "bin/app/Parts/E.cs"], Seen().Select(Relative));
    }

    private void Write(string name) => _folder.Write(name, $"class {Path.GetFileNameWithoutExtension(name)} {{ }}\n");

    private string PathOf(string name) => Path.Combine(_folder.Path, name);

    private string Relative(string path) => Path.GetRelativePath(_folder.Path, path).Replace('\\', '/');

    private async Task OpenAsync(string project = "App.csproj")
    {
        _folder.Write(project, SourceFolder.Project);
        _workspace = new CSharpWorkspace([_folder.Path], TimeProvider.System, _states.Enqueue);
        await _workspace.LoadAsync().WithPatienceAsync("the projects");
        Assert.Equal(OnDisk(), Seen(), FilePaths.Comparer);
        _states.Clear();
    }

    private async Task UntilSeenAsync() => await Patience.UntilAsync(
        () => OnDisk().SequenceEqual(Seen(), FilePaths.Comparer), string.Join(' ', OnDisk().Select(Relative)), () => string.Join(' ', Seen().Select(Relative)));

    /// <summary>Otherwise it would be told that projects are being loaded.</summary>
    private void AssertWasNotLoadedAgain() => Assert.Empty(_states);

    private IEnumerable<string> Seen() =>
        _workspace!.SourceFiles().Select(tree => tree.FilePath).Order(FilePaths.Comparer);

    private IEnumerable<string> OnDisk() => Directory.EnumerateFiles(_folder.Path, "*.cs", SearchOption.AllDirectories)
        .Where(path => !Relative(path).Split('/').Any(part => part is "bin" or "obj" or ".hidden"))
        .Order(FilePaths.Comparer);
}
