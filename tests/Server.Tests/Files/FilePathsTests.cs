using LspCompletion.Server.Files;
using LspCompletion.Server.Settings;

namespace LspCompletion.Server.Tests.Files;

public sealed class FilePathsTests
{
    [Theory]
    [InlineData("/shop/A.cs", "/shop", true)]
    [InlineData("/shop/src/A.cs", "/shop/", true)]
    [InlineData("/shop.tests/A.cs", "/shop", false)]
    [InlineData("/shop", "/shop", false)]
    [InlineData("/shop/", "/shop/", false)]
    [InlineData("/A.cs", "/", true)]
    [InlineData("/shop/A.cs", "", false)]
    public void A_path_lies_below_a_folder_where_a_separator_is_between_them(string path, string folder, bool expected) =>
        Assert.Equal(expected, FilePaths.IsBelow(path, folder));

    [Fact]
    public void Case_counts_where_the_system_says_so()
    {
        Assert.Equal(OperatingSystem.IsWindows() || OperatingSystem.IsMacOS(), FilePaths.IgnoreCase);
        Assert.Equal(FilePaths.IgnoreCase, FilePaths.IsBelow("/Shop/A.cs", "/shop"));
        Assert.Equal(FilePaths.IgnoreCase, FilePaths.Comparer.Equals("/shop/a.cs", "/shop/A.cs"));
        Assert.Equal(FilePaths.IgnoreCase, new WorkspaceFolders(["file:///Shop"]).TryMakeRelative("/shop/A.cs") is not null);
    }
}
