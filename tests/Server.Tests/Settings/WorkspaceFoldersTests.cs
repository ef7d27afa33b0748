using LspCompletion.Server.Settings;

namespace LspCompletion.Server.Tests.Settings;

public class WorkspaceFoldersTests
{
    [Fact]
    public void Folders_come_and_go()
    {
        WorkspaceFolders folders = new(["file:///shop", "file:///shop/tests/"]);
        Assert.Equal("A.cs", folders.TryMakeRelative("/shop/tests/A.cs"));

        folders = folders.With(added: ["file:///lib"], removed: ["file:///shop/tests"]);

        Assert.Equal("tests/A.cs", folders.TryMakeRelative("/shop/tests/A.cs"));
        Assert.Equal("B.cs", folders.TryMakeRelative("/lib/B.cs"));
        Assert.Equal(["file:///lib", "file:///shop"], folders.Uris.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_they_hold_may_be_shown_and_so_may_what_is_no_file()
    {
        string folder = Path.GetFullPath("/shop");
        WorkspaceFolders folders = new([new Uri(folder).AbsoluteUri]);

        Assert.True(folders.Hold(Path.Combine(folder, "A.cs")));
        Assert.True(folders.Hold(new Uri(Path.Combine(folder, "tests", "A.cs")).AbsoluteUri));
        Assert.False(folders.Hold(Path.GetFullPath("/shopping/A.cs")));
        Assert.False(folders.Hold(new Uri(Path.GetFullPath("/outside/A.cs")).AbsoluteUri));
        Assert.True(folders.Hold("untitled:A"));
        Assert.True(folders.Hold("vscode-remote://ssh-remote%2Bhost/home/u/A.cs"));
        Assert.True(new WorkspaceFolders([]).Hold(Path.GetFullPath("/outside/A.cs")));
    }
}
