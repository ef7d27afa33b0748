using LspCompletion.Server.Files;
using LspCompletion.Server.Settings.Ignoring;
using LspCompletion.Tests;

namespace LspCompletion.Server.Tests.Settings.Ignoring;

public sealed class GitIgnoreTests : IDisposable
{
    private readonly TemporaryRepository _repository = new();
    private readonly GitIgnore _gitIgnore = new(new WorkspaceFiles([]), ignoreCase: OperatingSystem.IsWindows() || OperatingSystem.IsMacOS());

    public static bool IsUnix => !OperatingSystem.IsWindows();

    public void Dispose() => _repository.Dispose();

    [Theory]
    [InlineData("a.log", true)]
    [InlineData("keep.log", false)]
    [InlineData("src/a.log", true)]
    [InlineData("src/keep.log", true)]
    [InlineData("src/inner/a.txt", true)]
    [InlineData("src/inner/b.txt", false)]
    [InlineData("inner/a.txt", false)]
    [InlineData("excluded.cs", true)]
    [InlineData("src/excluded.cs", false)]
    [InlineData("bin/keep.cs", true)]
    [InlineData("src/bin/x.cs", false)]
    [InlineData("src/gen/only.cs", false)]
    [InlineData("src/gen/other.cs", true)]
    public void Nested_files_and_info_exclude_count_as_they_do_for_Git(string path, bool isIgnored)
    {
        _repository.Write(".gitignore", "*.log\n!keep.log\nbin/\ngen/*\nsrc/gen/*\n");
        _repository.Write("src/.gitignore", "keep.log\n/inner/a.txt\n!excluded.cs\n!bin/\n!gen/only.cs\n");
        _repository.Write("bin/.gitignore", "!keep.cs\n");
        _repository.Write(".git/info/exclude", "excluded.cs\n");
        string file = _repository.Write(path, "text");

        Assert.Equal(isIgnored, _repository.Ignored([path]).Count == 1);
        Assert.Equal(isIgnored, _gitIgnore.FindReason(file) is not null);
    }

    [Fact]
    public void The_reason_names_file_and_line()
    {
        string rules = _repository.Write("src/.gitignore", "*.g.cs\n");

        Assert.Equal(
            $"{rules} ignores it: *.g.cs", _gitIgnore.FindReason(Path.Combine(_repository.Root, "src", "x", "a.g.cs")));
    }

    [Fact]
    public void Rules_that_change_are_read_again()
    {
        string rules = _repository.Write(".gitignore", "a.cs\n");
        string file = Path.Combine(_repository.Root, "b.cs");
        Assert.Null(_gitIgnore.FindReason(file));

        _repository.Write(".gitignore", "b.cs\n");
        File.SetLastWriteTimeUtc(rules, DateTime.UtcNow.AddMinutes(1));

        Assert.NotNull(_gitIgnore.FindReason(file));
    }

    [Fact]
    public void Outside_of_a_repository_nothing_is_ignored()
    {
        string folder = Directory.CreateTempSubdirectory("plain").FullName;
        File.WriteAllText(Path.Combine(folder, ".gitignore"), "*");

        Assert.Null(_gitIgnore.FindReason(Path.Combine(folder, "a.cs")));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void A_linked_working_tree_shares_info_exclude()
    {
        _repository.Write("a.cs", "");
        _repository.Git("", "-c", "user.name=n", "-c", "user.email=e", "commit", "--quiet", "--allow-empty", "-m", "m");
        _repository.Git("", "worktree", "add", "--quiet", "--detach", "linked");
        _repository.Write(".git/info/exclude", "excluded.cs\n");

        Assert.NotNull(_gitIgnore.FindReason(Path.Combine(_repository.Root, "linked", "excluded.cs")));
        Assert.Null(_gitIgnore.FindReason(Path.Combine(_repository.Root, "linked", "a.cs")));
    }

    [Theory(Skip = "links need a right there that few have", SkipUnless = nameof(IsUnix))]
    [InlineData("/dev/zero")]
    [InlineData("/dev/stdin")]
    [InlineData("rules")]
    public void A_link_has_no_rules_as_for_Git(string target)
    {
        _repository.Write("rules", "*.cs\n");
        string file = _repository.Write("a.cs", "");
        File.CreateSymbolicLink(Path.Combine(_repository.Root, ".gitignore"), target);

        Assert.Empty(_repository.Ignored(["a.cs"]));
        Assert.Null(_gitIgnore.FindReason(file));
    }

    [Fact(Skip = "there are no such files in folders on Windows", SkipUnless = nameof(IsUnix))]
    public void Where_rules_cannot_be_read_it_is_taken_to_be_ignored()
    {
        string rules = NamedPipe.Make(Path.Combine(_repository.Root, "pipe", ".gitignore"));
        string large = _repository.Write("large/.gitignore", string.Concat(Enumerable.Repeat("*.x\n", 300_000)));

        Assert.Equal(
            $"{rules} can't be read, so whether it ignores this isn't known: it is no regular file",
            _gitIgnore.FindReason(Path.Combine(_repository.Root, "pipe", "a.cs")));
        Assert.Equal(
            $"{large} can't be read, so whether it ignores this isn't known: it is larger than 1 MiB",
            _gitIgnore.FindReason(Path.Combine(_repository.Root, "large", "a.cs")));
        Assert.Null(_gitIgnore.FindReason(Path.Combine(_repository.Root, "a.cs")));
    }

    [Theory(Skip = "links need a right there that few have", SkipUnless = nameof(IsUnix))]
    [InlineData("/dev/zero")]
    [InlineData("/dev/stdin")]
    [InlineData("circle")]
    public void Whatever_is_called_git_ends_the_tree_and_is_not_read(string target)
    {
        string folder = Path.Combine(_repository.Root, "inner");
        _repository.Write(".gitignore", "*.cs\n");
        _repository.Write("inner/.gitignore", "*.log\n");
        File.CreateSymbolicLink(Path.Combine(folder, "circle"), "circle");
        File.CreateSymbolicLink(Path.Combine(folder, ".git"), target);

        Assert.Null(_gitIgnore.FindReason(Path.Combine(folder, "a.cs")));
        Assert.NotNull(_gitIgnore.FindReason(Path.Combine(folder, "a.log")));
    }

    [Theory]
    [InlineData("gitdir: //evil/share/repository\n")]
    [InlineData("gitdir: \\\\evil\\share\\repository\n")]
    [InlineData("gitdir: \0\n")]
    [InlineData("gitdir: \n")]
    [InlineData("nothing")]
    public void A_file_that_stands_for_the_folder_leads_to_no_other_machine(string gitFile)
    {
        _repository.Write("inner/.gitignore", "*.log\n");
        _repository.Write("inner/.git", gitFile);

        Assert.Null(GitRepository.Of(new WorkspaceFiles([]), Path.Combine(_repository.Root, "inner", "a.cs"))!.ExcludeFile);
        Assert.NotNull(_gitIgnore.FindReason(Path.Combine(_repository.Root, "inner", "a.log")));
    }
}
