using LspCompletion.Server.Settings;

namespace LspCompletion.Server.Tests.Settings;

public class DocumentLocationTests
{
    [Theory]
    [InlineData("file:///home/u/a%20b.cs", "/home/u/a b.cs", "/home/u/a b.cs")]
    [InlineData("FILE:///home/u/a.cs", "/home/u/a.cs", "/home/u/a.cs")]
    [InlineData("file://localhost/a.cs", "/a.cs", "/a.cs")]
    [InlineData("file:/a.cs", "/a.cs", "/a.cs")]
    [InlineData("file:///a%00b", "/a\0b", null)]
    [InlineData("file:///a%zzb", "/a%zzb", "/a%zzb")]
    [InlineData("file://server/share/a.cs", "//server/share/a.cs", null)]
    [InlineData("file:///c%3A/x/a.cs", "/c:/x/a.cs", "/c:/x/a.cs")]
    [InlineData("/home/u/a.cs", "/home/u/a.cs", "/home/u/a.cs")]
    [InlineData("/home/u/b:c.cs", "/home/u/b:c.cs", "/home/u/b:c.cs")]
    [InlineData("untitled:Untitled-1", "Untitled-1", null)]
    [InlineData("vscode-remote://ssh-remote%2Bhost/home/u/.env", "/home/u/.env", null)]
    [InlineData("", "", null)]
    [InlineData(":", ":", null)]
    public void An_address_outside_of_Windows(string address, string path, string? file) =>
        Assert.Equal(new DocumentLocation(path, file), DocumentLocation.Parse(address, isWindows: false));

    [Theory]
    [InlineData("file:///c%3A/x/a.cs", "c:/x/a.cs", "c:\\x\\a.cs")]
    [InlineData("file:///C:/x/a.cs", "C:/x/a.cs", "C:\\x\\a.cs")]
    [InlineData("file://server/share/a.cs", "//server/share/a.cs", "\\\\server\\share\\a.cs")]
    [InlineData("C:\\x\\a.cs", "C:/x/a.cs", "C:\\x\\a.cs")]
    [InlineData("file:///home/u/a.cs", "/home/u/a.cs", null)]
    [InlineData("untitled:c:\\x\\a.cs", "c:\\x\\a.cs", null)]
    public void An_address_on_Windows(string address, string path, string? file) =>
        Assert.Equal(new DocumentLocation(path, file), DocumentLocation.Parse(address, isWindows: true));
}
