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
    [InlineData("file:///home/u/a.cs#L3", "/home/u/a.cs", "/home/u/a.cs")]
    [InlineData("file:///home/u/a.cs?x=1", "/home/u/a.cs", "/home/u/a.cs")]
    [InlineData("file:///home/u/c#/a.cs", "/home/u/c#/a.cs", "/home/u/c#/a.cs")]
    [InlineData("file:///home/u/a#b.cs", "/home/u/a#b.cs", "/home/u/a#b.cs")]
    [InlineData("file:///home/u/a%23b%3F.cs", "/home/u/a#b?.cs", "/home/u/a#b?.cs")]
    [InlineData("git:/home/u/a.cs?%7B%22path%22%3A%22%2Fhome%2Fu%2Fa.cs%22%7D", "/home/u/a.cs", null)]
    [InlineData("vscode-notebook-cell:/home/u/n.ipynb#W0s", "/home/u/n.ipynb", null)]
    [InlineData("untitled:Untitled-1", "Untitled-1", null)]
    [InlineData("vscode-remote://ssh-remote%2Bhost/home/u/.env", "/home/u/.env", null)]
    [InlineData("", "", null)]
    [InlineData(":", ":", null)]
    public void An_address_outside_of_Windows(string address, string path, string? file) =>
        Assert.Equal((path, file), PathAndFile(DocumentLocation.Parse(address, isWindows: false)));

    [Theory]
    [InlineData("file:///c%3A/x/a.cs", "c:/x/a.cs", "c:\\x\\a.cs")]
    [InlineData("file:///C:/x/a.cs", "C:/x/a.cs", "C:\\x\\a.cs")]
    [InlineData("file://server/share/a.cs", "//server/share/a.cs", "\\\\server\\share\\a.cs")]
    [InlineData("C:\\x\\a.cs", "C:/x/a.cs", "C:\\x\\a.cs")]
    [InlineData("file:///home/u/a.cs", "/home/u/a.cs", null)]
    [InlineData("untitled:c:\\x\\a.cs", "c:\\x\\a.cs", null)]
    public void An_address_on_Windows(string address, string path, string? file) =>
        Assert.Equal((path, file), PathAndFile(DocumentLocation.Parse(address, isWindows: true)));

    [Theory]
    [InlineData("git:/w/a.cs?%7B%22ref%22%3A%22~%22%7D", "/w/a.cs")]
    [InlineData("vscode-notebook-cell:/w/n.ipynb#W0s", "/w/n.ipynb")]
    [InlineData("vscode-local-history:/w/a.json?ab#1", "/w/a.json")]
    [InlineData("file:///w/a.cs#L3", "/w/a.cs")]
    [InlineData("vscode-remote://ssh-remote%2Bhost/w/a.cs", null)]
    [InlineData("untitled:/w/a.cs", null)]
    public void A_version_or_a_part_of_a_file_is_judged_as_the_file(string address, string? file) =>
        Assert.Equal(file, DocumentLocation.Parse(address, isWindows: false).FileBehind);

    [Theory]
    [InlineData("file:///w/secrets.json#L3", "/w/secrets.json", "/w/secrets.json#L3")]
    [InlineData("file:///w/a#b.cs", "/w/a#b.cs", "/w/a")]
    [InlineData("file:///w/a%23b.cs", "/w/a#b.cs")]
    [InlineData("/w/a#b.cs", "/w/a#b.cs")]
    public void An_address_may_mean_several_paths(string address, params string[] paths) =>
        Assert.Equal(paths, DocumentLocation.PathsOf(address));

    private static (string Path, string? File) PathAndFile(DocumentLocation location) => (location.Path, location.File);
}
