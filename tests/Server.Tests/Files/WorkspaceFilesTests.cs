using System.Text;
using LspCompletion.Server.Files;
using LspCompletion.Server.Tests.CSharp;
using LspCompletion.Tests;

namespace LspCompletion.Server.Tests.Files;

public sealed class WorkspaceFilesTests : IDisposable
{
    private readonly SourceFolder _folder = new();
    private readonly WorkspaceFiles _files;

    public WorkspaceFilesTests()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "work"));
        _files = new WorkspaceFiles([Path.Combine(_folder.Path, "work")]);
    }

    public static bool IsUnix => !OperatingSystem.IsWindows();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_the_system_says_of_a_file_is_what_dotnet_says()
    {
        string path = _folder.Write("work/a.cs", "class A { }");
        var written = new DateTime(2025, 3, 4, 5, 6, 7, 890, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(path, written);

        Assert.Equal(new FileEntry(FileEntryKind.File, 11, written), FileEntry.At(path));
        Assert.Equal(FileEntryKind.Folder, FileEntry.At(_folder.Path)!.Value.Kind);
        Assert.Null(FileEntry.At(path + "x"));
        Assert.Null(FileEntry.At(Path.Combine(path, "x")));
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("utf-32")]
    public void Text_is_read_in_the_encoding_that_it_names(string encoding)
    {
        string path = Path.Combine(_folder.Path, "work", "a.cs");
        File.WriteAllText(path, "class Ä { }", Encoding.GetEncoding(encoding));

        Assert.True(_files.TryReadText(path, FileKind.Source, out string? text, out _));
        Assert.Equal("class Ä { }", text);
    }

    [Fact(Skip = "there are no such files in folders on Windows", SkipUnless = nameof(IsUnix))]
    public void Pipes_devices_and_what_never_ends_are_not_read()
    {
        string pipe = NamedPipe.Make(Path.Combine(_folder.Path, "work", "pipe.cs"));

        Assert.Equal("it is no regular file", RefusalOf(pipe));
        Assert.Equal("it is no regular file", RefusalOf("/dev/zero"));
        Assert.Equal("it is no regular file", RefusalOf("/dev/tty"));
        Assert.Equal("it is no regular file", RefusalOf(_folder.Path));

        // It calls itself a regular file, and goes on as long as it is read.
        if (OperatingSystem.IsLinux())
            Assert.True(_files.TryReadText("/proc/self/pagemap", FileKind.Source, out string? text, out _) && text.Length == 0);
    }

    [Fact(Skip = "links need a right there that few have", SkipUnless = nameof(IsUnix))]
    public void Links_are_followed_as_far_as_they_stay_in_the_workspace()
    {
        string target = _folder.Write("work/real/a.cs", "class A { }");
        string outside = _folder.Write("outside/b.cs", "class B { }");

        Assert.Null(RefusalOf(Link("work/near.cs", target)));
        Assert.Null(RefusalOf(Link("work/relative.cs", "real/a.cs")));
        Assert.Null(RefusalOf(Path.Combine(Link("work/folder", "real"), "a.cs")));
        Assert.Equal("a link leads out of the workspace", RefusalOf(Link("work/far.cs", outside)));
        Assert.Equal("a link leads out of the workspace", RefusalOf(Link("work/zero.cs", "/dev/zero")));
        Assert.Equal("a link leads out of the workspace", RefusalOf(Link("work/input.cs", "/dev/stdin")));
        Assert.Equal("a link leads out of the workspace", RefusalOf(Path.Combine(Link("work/away", "../outside"), "b.cs")));
        Assert.Equal("a link leads out of the workspace", RefusalOf(Link("work/twice.cs", "away/b.cs")));
        Assert.Equal("links lead in a circle", RefusalOf(Link("work/self.cs", "self.cs")));
        Assert.Equal("it isn't there", RefusalOf(Link("work/nowhere.cs", "nothing.cs")));
        Assert.Equal("it is a link", RefusalOf(Path.Combine(_folder.Path, "work/near.cs"), FileKind.Rules));

        // What lies outside is the machine's own business.
        Assert.Null(RefusalOf(outside));
        Assert.Null(RefusalOf(Link("outside/link.cs", target)));
    }

    [Fact(Skip = "links need a right there that few have", SkipUnless = nameof(IsUnix))]
    public void What_lies_in_the_workspace_is_told_by_where_links_lead()
    {
        string inside = _folder.Write("work/real/a.cs", "class A { }");
        string outside = _folder.Write("outside/b.cs", "class B { }");
        Link("work/far.cs", outside);
        Link("work/away", "../outside");
        string back = Link("outside/back", Path.Combine(_folder.Path, "work"));

        Assert.True(_files.Holds(inside));
        Assert.True(_files.Holds(Path.Combine(_folder.Path, "work", "new", "folder", "c.cs")));
        Assert.True(_files.Holds(Path.Combine(back, "real", "a.cs")));
        Assert.False(_files.Holds(outside));
        Assert.False(_files.Holds(Path.Combine(_folder.Path, "work", "..", "outside", "b.cs")));
        Assert.False(_files.Holds(Path.Combine(_folder.Path, "work", "far.cs")));
        Assert.False(_files.Holds(Path.Combine(_folder.Path, "work", "away", "new.cs")));
        Assert.False(_files.Holds(Path.Combine(_folder.Path, "workshop", "a.cs")));

        // The user has opened the folder by a link.
        WorkspaceFiles opened = new([back]);
        Assert.True(opened.Holds(inside));
        Assert.True(opened.Holds(Path.Combine(back, "real", "a.cs")));
        Assert.False(opened.Holds(outside));
        Assert.Equal("a link leads out of the workspace", RefusalOf(Path.Combine(back, "far.cs"), FileKind.Source, opened));
    }

    [Fact]
    public void What_is_larger_than_its_kind_may_be_is_not_read_at_all()
    {
        string path = Path.Combine(_folder.Path, "work", "large.cs");
        using (FileStream file = File.Create(path))
            file.SetLength(FileKind.Source.MostBytes);
        Assert.Null(RefusalOf(path));
        using (FileStream file = File.OpenWrite(path))
            file.SetLength(FileKind.Source.MostBytes + 1);

        Assert.Equal("it is larger than 4 MiB", RefusalOf(path));
    }

    [Theory]
    [InlineData("a.cs", null)]
    [InlineData(@"..\b\a.cs", null)]
    [InlineData("//evil/share/a.cs", "its name is that of another machine's")]
    [InlineData(@"\\evil\share\a.cs", "its name is that of another machine's")]
    [InlineData(@"/\evil/share/a.cs", "its name is that of another machine's")]
    [InlineData(@"\\.\pipe\a", "its name is that of another machine's")]
    [InlineData(@"\\?\UNC\evil\a", "its name is that of another machine's")]
    [InlineData("", "its name isn't a file's")]
    [InlineData("a\0b", "its name isn't a file's")]
    public void Names_of_other_machines_are_refused_before_anything_looks_there(string name, string? refused)
    {
        bool isPath = _files.TryMakeWhole(name, _folder.Path, out string? path, out FileRefusal? refusal);

        Assert.Equal(refused, refusal?.Words);
        Assert.Equal(refused is null, isPath);
        if (isPath)
            Assert.Equal(Path.GetFullPath(name.Replace('\\', Path.DirectorySeparatorChar), _folder.Path), path);
    }

    [Theory]
    [InlineData("//evil/share/a.cs")]
    [InlineData("relative/a.cs")]
    public void Paths_that_are_none_of_this_machine_are_not_looked_at(string path)
    {
        Assert.NotNull(RefusalOf(path));
        Assert.False(_files.Holds(path));
    }

    private string? RefusalOf(string path, FileKind? kind = null, WorkspaceFiles? files = null)
    {
        bool isRead = (files ?? _files).TryRead(path, kind ?? FileKind.Source, out byte[]? bytes, out FileRefusal? refusal);
        Assert.Equal(isRead, bytes is not null);
        Assert.Equal(isRead, refusal is null);
        return refusal?.Words;
    }

    private string Link(string name, string target)
    {
        string path = Path.Combine(_folder.Path, name);
        File.CreateSymbolicLink(path, target);
        return path;
    }
}
