using LspCompletion.Server.CSharp.Projects;

namespace LspCompletion.Server.Tests.CSharp;

public sealed class SourcePatternTests
{
    [Theory]
    [InlineData("**/*.cs", "a.cs", true)]
    [InlineData("**/*.cs", "x/y/a.cs", true)]
    [InlineData("s/**/*.cs", "s/a.cs", true)]
    [InlineData("s/**/*.cs", "s/x/a.cs", true)]
    [InlineData("s/**/*.cs", "sa.cs", false)]
    [InlineData("s/**/t/*.cs", "s/t/a.cs", true)]
    [InlineData("s/**/t/*.cs", "s/x/y/t/a.cs", true)]
    [InlineData("s/**/t/*.cs", "s/xt/a.cs", false)]
    [InlineData("s/*.cs", "s/a.cs", true)]
    [InlineData("s/*.cs", "s/x/a.cs", false)]
    [InlineData("s/*/a.cs", "s/x/a.cs", true)]
    [InlineData("s/*/a.cs", "s/a.cs", false)]
    [InlineData("s/**", "s/x/y/a.cs", true)]
    [InlineData("s/?.cs", "s/a.cs", true)]
    [InlineData("s/?.cs", "s/ab.cs", false)]
    [InlineData("s/*.CS", "s/a.cs", true)]
    [InlineData("s/[a]*.cs", "s/[a]b.cs", true)]
    [InlineData("s/[a]*.cs", "s/ab.cs", false)]
    [InlineData("../t/**/*.cs", "../t/a.cs", true)]
    [InlineData("../t/**/*.cs", "t/a.cs", false)]
    public void Two_stars_stand_for_folders_or_none_and_one_for_a_part_of_a_name(string pattern, string file, bool matches)
    {
        string folder = Path.GetFullPath("/work/project");
        string whole = Path.GetFullPath(pattern.Replace('/', Path.DirectorySeparatorChar), folder);

        Assert.True(SourcePattern.IsPattern(whole));
        SourcePattern parsed = SourcePattern.TryParse(whole)!;
        string path = Path.GetFullPath(file, folder);
        Assert.Equal(matches, parsed.Matches(path));

        // What it can match is looked for where it can be.
        if (matches)
            Assert.True(Path.GetDirectoryName(path)!.StartsWith(parsed.Folder, StringComparison.OrdinalIgnoreCase) && (parsed.IsDeep || Path.GetDirectoryName(path)!.Length == parsed.Folder.Length));
    }
}
