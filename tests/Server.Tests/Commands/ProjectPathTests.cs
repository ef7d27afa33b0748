using LspCompletion.Server.Commands.Sources;

namespace LspCompletion.Server.Tests.Commands;

public sealed class ProjectPathTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void In_a_repository_it_counts_from_its_root()
    {
        Directory.CreateDirectory(Path.Combine(_folder, ".git"));
        Assert.Equal("src/deep/a.cs", ProjectPath.Of(Path.Combine(_folder, "src", "deep", "a.cs")));
    }

    [Fact]
    public void Outside_of_every_root_it_is_the_file_name() =>
        Assert.Equal("a.cs", ProjectPath.Of(Path.Combine(_folder, "src", "a.cs")));
}
