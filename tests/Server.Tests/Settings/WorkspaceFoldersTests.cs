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
}
