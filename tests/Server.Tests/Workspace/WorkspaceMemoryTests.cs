using LspCompletion.Server.Settings;
using LspCompletion.Server.Tests.CSharp;
using LspCompletion.Server.Workspace;
using LspCompletion.Tests;

namespace LspCompletion.Server.Tests.Workspace;

/// <summary>What writes is told of a folder's source files, on a real disk.</summary>
public sealed class WorkspaceMemoryTests : IDisposable
{
    private readonly SourceFolder _folder = new();
    private readonly List<string> _log = [];
    private readonly WorkspaceMemory _memory;
    private MemoryDouble _backend = new();
    private WorkspaceConfiguration _configuration;

    public WorkspaceMemoryTests()
    {
        _configuration = Configuration([_folder.Path]);
        _memory = new WorkspaceMemory(() => _backend, () => _configuration, () => { }, TimeProvider.System, _log.Add);
    }

    public void Dispose()
    {
        _memory.Dispose();
        _folder.Dispose();
        Assert.Empty(_log);
    }

    [Fact]
    public async Task Source_files_are_told_and_no_others()
    {
        _folder.Write("a.py", "a = 1\n");
        _folder.Write("sub/b.cs", "class B;\n");
        _folder.Write("notes.txt", "no source\n");
        _folder.Write(".env", "KEY=1\n");
        _folder.Write("secrets.py", "password = 'Xy7#kQ9!zR2$vB5'\n");
        _folder.Write("node_modules/c.js", "c();\n");
        _folder.Write("built/d.py", "d = 1\n");
        _folder.Write("private/e.py", "e = 1\n");
        _folder.Write("binary.py", "f = '\0'\n");
        _folder.Write("large.py", new string('g', RememberedSource.MostBytes + 1));
        _folder.Write(".gitignore", "built/\n");
        _folder.Write(".completionignore", "private/\n");
        Directory.CreateDirectory(Path.Combine(_folder.Path, ".git"));

        _memory.Refresh();

        await UntilAsync("a.py", "sub/b.cs", "secrets.py");
        Assert.DoesNotContain("Xy7#", Text("secrets.py"), StringComparison.Ordinal);
        await Patience.UntilAsync(() => _memory.Message == "Memory of 3 files, 1.0 MB.", "the status", () => _memory.Message);
    }

    [Fact]
    public async Task What_changes_on_disk_is_told_and_what_goes_is_forgotten()
    {
        _folder.Write("a.py", "a = 1\n");
        string gone = _folder.Write("old/b.py", "b = 1\n");
        _memory.Refresh();
        await UntilAsync("a.py", "old/b.py");
        int told = _backend.Told;

        _folder.Write("a.py", "a = 22\n");
        _folder.Write("c.py", "c = 1\n");
        File.Delete(gone);
        await UntilAsync("a.py", "c.py");
        await Patience.UntilAsync(() => Text("a.py") == "a = 22\n", "what was written");
        Assert.Equal(told + 2, _backend.Told);

        Directory.CreateDirectory(Path.Combine(_folder.Path, "sub"));
        File.Move(Path.Combine(_folder.Path, "c.py"), Path.Combine(_folder.Path, "sub", "d.py"));
        await UntilAsync("a.py", "sub/d.py");
        Directory.Move(Path.Combine(_folder.Path, "sub"), Path.Combine(_folder.Path, "other"));
        await UntilAsync("a.py", "other/d.py");
        Directory.Delete(Path.Combine(_folder.Path, "other"), recursive: true);
        await UntilAsync("a.py");
    }

    [Fact]
    public async Task A_file_that_becomes_ignored_is_forgotten_and_comes_back_with_the_rule()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, ".git"));
        _folder.Write("a.py", "a = 1\n");
        _folder.Write("b.py", "b = 1\n");
        _memory.Refresh();
        await UntilAsync("a.py", "b.py");

        string rules = _folder.Write(".gitignore", "b.py\n");
        await UntilAsync("a.py");
        File.Delete(rules);
        await UntilAsync("a.py", "b.py");
        _folder.Write(".completionignore", "*.py\n");
        await UntilAsync();
    }

    [Fact]
    public async Task An_open_document_takes_the_place_of_its_file_until_it_is_closed()
    {
        string path = _folder.Write("a.cs", "class OnDisk;\n");
        _memory.Refresh();
        await UntilAsync("a.cs");

        _memory.Changed(SourceFolder.Snapshot(path, "class InEditor;\n"));
        await Patience.UntilAsync(() => Text("a.cs") == "class InEditor;\n", "what the editor has");
        _folder.Write("a.cs", "class OnDiskAgain;\n");
        _memory.Changed(SourceFolder.Snapshot(path, "class InEditorAgain;\n"));
        await Patience.UntilAsync(() => Text("a.cs") == "class InEditorAgain;\n", "what the editor has");
        _memory.Closed(path);
        await Patience.UntilAsync(() => Text("a.cs") == "class OnDiskAgain;\n", "what is on disk");
    }

    [Fact]
    public async Task Another_backend_or_one_that_lost_it_is_told_again()
    {
        _folder.Write("a.py", "a = 1\n");
        _folder.Write("b.py", "b = 1\n");
        _memory.Refresh();
        await UntilAsync("a.py", "b.py");

        _backend.Files.Clear();
        _folder.Write("a.py", "a = 22\n");
        await UntilAsync("a.py", "b.py");

        _backend = new MemoryDouble();
        _memory.Refresh();
        await UntilAsync("a.py", "b.py");
    }

    [Fact]
    public async Task A_folder_that_is_closed_and_a_setting_that_is_turned_off_leave_nothing()
    {
        using var other = new SourceFolder();
        other.Write("b.py", "b = 1\n");
        _folder.Write("a.py", "a = 1\n");
        _configuration = Configuration([_folder.Path, other.Path]);
        _memory.Refresh();
        await UntilAsync("a.py", "b.py");

        _configuration = Configuration([_folder.Path]);
        _memory.Refresh();
        await UntilAsync("a.py");

        _configuration = Configuration([_folder.Path], MemoryReach.Document);
        _memory.Refresh();
        await UntilAsync();
        Assert.Equal("", _memory.Message);
    }

    [Fact]
    public async Task Where_an_engine_elsewhere_writes_nothing_is_told_and_that_is_said()
    {
        _folder.Write("a.py", "a = 1\n");
        _configuration = WorkspaceConfiguration.Of(
            ServerSettings.Default with { Memory = MemoryReach.Project, Backend = "https://example.com/infill" },
            new WorkspaceFolders([_folder.Path]),
            TimeProvider.System);
        _memory.Refresh();

        await Patience.UntilAsync(() => _memory.Message.StartsWith("Nothing of the folder", StringComparison.Ordinal), "the status", () => _memory.Message);
        Assert.Empty(_backend.Files);
    }

    private static WorkspaceConfiguration Configuration(string[] folders, MemoryReach memory = MemoryReach.Project) =>
        WorkspaceConfiguration.Of(ServerSettings.Default with { Memory = memory }, new WorkspaceFolders(folders), TimeProvider.System);

    private string? Text(string path) => _backend.Files.FirstOrDefault(file => file.Key.Path == path).Value;

    private Task UntilAsync(params string[] files) => Patience.UntilAsync(
        () => _backend.Files.Keys.Select(file => file.Path).Order().SequenceEqual(files.Order()),
        $"[{string.Join(", ", files)}] to be remembered",
        () => string.Join(", ", _backend.Files.Keys.Select(file => file.Path).Concat(_log)));
}
