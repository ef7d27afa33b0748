using LspCompletion.Server.Files;
using LspCompletion.Server.Tests.CSharp;

namespace LspCompletion.Server.Tests.Files;

public sealed class FolderWalkTests : IDisposable
{
    private readonly SourceFolder _folder = new();

    public static bool IsUnix => !OperatingSystem.IsWindows();

    public void Dispose() => _folder.Dispose();

    [Fact(Skip = "links need a right there that few have", SkipUnless = nameof(IsUnix))]
    public void Links_to_folders_lead_nowhere()
    {
        _folder.Write("s/a.cs", "");
        _folder.Write("s/t/b.cs", "");
        _folder.Write("s/t/c.txt", "");
        File.CreateSymbolicLink(Path.Combine(_folder.Path, "s", "circle"), ".");
        File.CreateSymbolicLink(Path.Combine(_folder.Path, "s", "t", "up"), "..");
        File.CreateSymbolicLink(Path.Combine(_folder.Path, "s", "root"), "/");
        FolderWalk walk = Walk();

        Assert.Equal(["s/a.cs", "s/t/b.cs"], Found(walk.FilesBelow(Path.Combine(_folder.Path, "s"), ".cs", _ => true, CancellationToken.None)));
        Assert.Equal(["s/t"], Found(walk.FoldersIn(Path.Combine(_folder.Path, "s"))));
        Assert.Null(walk.Cut);

        // The folder itself lies behind one.
        Assert.Empty(walk.FilesIn(Path.Combine(_folder.Path, "s", "root", "etc"), ".conf"));
    }

    [Fact]
    public void It_ends_after_a_number_of_files_and_folders_and_says_so()
    {
        for (int i = 0; i < 20; i++)
            _folder.Write($"{i}/a.cs", "");
        FolderWalk walk = Walk(mostEntries: 25);

        Assert.InRange(walk.FilesBelow(_folder.Path, ".cs", _ => true, CancellationToken.None).Count(), 1, 24);
        Assert.Equal("there are more than 25 files and folders", walk.Cut);
    }

    [Fact]
    public void It_ends_after_a_time_and_says_so()
    {
        for (int i = 0; i < 20; i++)
            _folder.Write($"{i}/a.cs", "");
        FolderWalk walk = new(new WorkspaceFiles([_folder.Path]), new HastyTime(TimeSpan.FromSeconds(1)), 1_000, TimeSpan.FromSeconds(25));

        Assert.InRange(walk.FilesBelow(_folder.Path, ".cs", _ => true, CancellationToken.None).Count(), 1, 24);
        Assert.Equal("that takes longer than 25 s", walk.Cut);
    }

    private FolderWalk Walk(int mostEntries = 1_000) =>
        new(new WorkspaceFiles([_folder.Path]), TimeProvider.System, mostEntries, TimeSpan.FromMinutes(1));

    private IEnumerable<string> Found(IEnumerable<string> paths) =>
        paths.Select(path => Path.GetRelativePath(_folder.Path, path).Replace('\\', '/'));

    /// <summary>A clock that goes on each time it is looked at.</summary>
    private sealed class HastyTime(TimeSpan step) : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _ticks += step.Ticks;
    }
}
