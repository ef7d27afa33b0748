using LspCompletion.Server.CSharp.Projects;

namespace LspCompletion.Server.Tests.CSharp;

public sealed class TargetFrameworksTests
{
    [Theory]
    [InlineData("net10.0", "10.0")]
    [InlineData("NET5.0", "5.0")]
    [InlineData("net8.0-windows10.0.19041.0", "8.0")]
    [InlineData("net9.0-android", "9.0")]
    [InlineData("net48", "0.0")]
    [InlineData("net472", "0.0")]
    [InlineData("netstandard2.1", "0.0")]
    [InlineData("netcoreapp3.1", "0.0")]
    [InlineData("net2147483647.0", null)]
    [InlineData("net100.0", null)]
    [InlineData("net10.0.0.0.0", null)]
    [InlineData("/", null)]
    [InlineData("..", null)]
    [InlineData("net10.0/..", null)]
    [InlineData("net10.0\n", null)]
    [InlineData("", null)]
    public void Frameworks_are_names_with_small_versions(string text, string? version)
    {
        Assert.Equal(version is not null, TargetFrameworks.IsName(text));
        Assert.Equal(version ?? "0.0", TargetFrameworks.VersionOf(text).ToString());
        Assert.InRange(TargetFrameworks.SymbolsOf(text).Count(), 2, 105);
    }
}
