using LspCompletion.Engine.Files;
using LspCompletion.Engine.Tests.Models;
using LspCompletion.Tests;
using Microsoft.Win32.SafeHandles;

namespace LspCompletion.Engine.Tests.Files;

public sealed class RegularFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("some text")]
    public void A_file_is_read_whole(string text) =>
        Assert.Equal(text, System.Text.Encoding.UTF8.GetString(RegularFile.ReadAllBytes(_folder.Write("file", text), 100)));

    [Fact]
    public void A_file_behind_a_link_is_read()
    {
        File.CreateSymbolicLink(_folder["link"], _folder.Write("file", "text"));

        Assert.Equal("text"u8.ToArray(), RegularFile.ReadAllBytes(_folder["link"], 4));
    }

    [Fact]
    public void A_file_that_is_too_long_is_not_read()
    {
        IOException exception = Assert.Throws<IOException>(() => RegularFile.ReadAllBytes(_folder.Write("file", "text"), 3));

        Assert.Contains("has 4 bytes", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_there_is_told_as_dotnet_tells_it()
    {
        Assert.Throws<FileNotFoundException>(() => RegularFile.Open(_folder["nothing"]).Dispose());
        Assert.Throws<DirectoryNotFoundException>(() => RegularFile.Open(_folder["nothing/file"]).Dispose());
    }

    [Fact]
    public void A_folder_is_none() => Assert.ThrowsAny<Exception>(() => RegularFile.Open(_folder.Path).Dispose());

    [Fact]
    public async Task What_is_no_file_is_refused_at_once()
    {
        if (OperatingSystem.IsWindows())
            return;

        UnixPipe.Make(_folder["pipe"]);
        File.CreateSymbolicLink(_folder["endless"], "/dev/zero");
        foreach (string name in (string[])["pipe", "endless"])
        {
            Task<IOException> opening = Task.Run(() => Assert.Throws<IOException>(() => RegularFile.Open(_folder[name]).Dispose()));
            Assert.Contains("is no regular file", (await opening.WithPatienceAsync("the file to be refused")).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Kind_and_owner_are_told()
    {
        if (OperatingSystem.IsWindows())
            return;

        string file = _folder.Write("file", "text");
        File.CreateSymbolicLink(_folder["link"], file);
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.OtherWrite);

        Assert.True(UnixFile.At(_folder.Path) is { IsFolder: true, IsRegular: false, IsOwn: true, IsOpenToOthers: false });
        Assert.True(UnixFile.At(file) is { IsFolder: false, IsRegular: true, IsOwn: true, IsOpenToOthers: true });
        Assert.True(UnixFile.At(_folder["link"]) is { IsFolder: false, IsRegular: false, IsOwn: true });
        Assert.Null(UnixFile.At(_folder["nothing"]));
        Assert.NotEqual(Environment.IsPrivilegedProcess, UnixFile.At("/") is { IsOwn: false });
        using SafeFileHandle handle = RegularFile.Open(_folder["link"]);
        Assert.True(UnixFile.Of(handle) is { IsRegular: true });
    }

}
