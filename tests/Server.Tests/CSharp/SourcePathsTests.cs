using LspCompletion.Server.CSharp;

namespace LspCompletion.Server.Tests.CSharp;

public sealed class SourcePathsTests
{
    [Theory]
    [InlineData("/shop/A.cs", true)]
    [InlineData("/shop/src/Old.Parts/A.cs", true)]
    [InlineData("/shop/.A.cs", true)]
    [InlineData("/shop/A.fs", false)]
    [InlineData("/shop.tests/A.cs", false)]
    [InlineData("/shop/obj/A.cs", false)]
    [InlineData("/shop/src/Bin/A.cs", false)]
    [InlineData("/shop/.git/A.cs", false)]
    [InlineData("/shop/web/node_modules/deep/A.cs", false)]
    public void A_source_lies_below_the_folder_and_in_none_that_is_hidden_or_built(string path, bool expected)
    {
        Assert.Equal(expected, SourcePaths.IsSourceOf(Of("/shop"), Of(path)));

        // The same wherever the folder itself lies.
        Assert.Equal(expected, SourcePaths.IsSourceOf(Of("/home/.cache/bin/shop"), Of("/home/.cache/bin" + path)));
    }

    [Theory]
    [InlineData("/shop/Shop.csproj", true)]
    [InlineData("/shop/Shop.sln", true)]
    [InlineData("/shop/Shop.slnx", true)]
    [InlineData("/shop/Directory.Build.props", true)]
    [InlineData("/shop/obj/project.assets.json", true)]
    [InlineData("/shop/obj/Shop.csproj.nuget.g.props", false)]
    [InlineData("/shop/obj/Shop.csproj.nuget.g.targets", false)]
    [InlineData("/shop/A.cs", false)]
    [InlineData("/shop/csproj", false)]
    public void Files_that_say_what_a_project_consists_of_are_told(string path, bool expected) =>
        Assert.Equal(expected, SourcePaths.IsProject(Of(path)));

    private static string Of(string path) => path.Replace('/', Path.DirectorySeparatorChar);
}
