using LspCompletion.Server.CSharp.Projects;

namespace LspCompletion.Server.Tests.CSharp;

/// <summary>What is loaded into the server to be run, and what isn't, wherever it lies and however it is called.</summary>
public sealed class ReferencePacksTests : IDisposable
{
    private readonly SourceFolder _folder = new();
    private readonly ReferencePacks _packs;

    public ReferencePacksTests() =>
        _packs = new ReferencePacks([Path.Combine(_folder.Path, "dotnet")], Path.Combine(_folder.Path, "packages"));

    public static bool IsUnix => !OperatingSystem.IsWindows();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("dotnet/packs/Microsoft.NETCore.App.Ref/10.0.0/analyzers/dotnet/cs/G.dll", true)]
    [InlineData("packages/microsoft.aspnetcore.app.ref/10.0.0/analyzers/dotnet/cs/G.dll", true)]
    [InlineData("packages/evil/1.0.0/analyzers/dotnet/cs/G.dll", false)]
    [InlineData("packages/evil.ref/1.0.0/analyzers/dotnet/cs/G.dll", false)]
    [InlineData("dotnet/packs/Evil.Ref/1.0.0/analyzers/dotnet/cs/G.dll", false)]
    [InlineData("dotnet/packs/Microsoft.NETCore.App.Ref/10.0.0/analyzers/dotnet/cs/deep/G.dll", false)]
    [InlineData("dotnet/packs/Microsoft.NETCore.App.Ref/10.0.0/ref/net10.0/G.dll", false)]
    [InlineData("dotnet/packs/Microsoft.NETCore.App.Ref/../../../work/1.0.0/analyzers/dotnet/cs/G.dll", false)]
    [InlineData("packages/microsoft.netcore.app.ref/../evil/1.0.0/analyzers/dotnet/cs/G.dll", false)]
    [InlineData("work/packs/Microsoft.NETCore.App.Ref/10.0.0/analyzers/dotnet/cs/G.dll", false)]
    public void Only_generators_of_frameworks_run(string name, bool runs)
    {
        string path = Path.Combine(_folder.Path, name);
        Directory.CreateDirectory(Path.Combine(_folder.Path, "dotnet", "packs", "Microsoft.NETCore.App.Ref"));
        _folder.Write(name, "");

        Assert.Equal(runs ? Path.GetFullPath(path) : null, _packs.FindGenerator(path));
    }

    [Fact(Skip = "links need a right there that few have", SkipUnless = nameof(IsUnix))]
    public void A_link_is_what_it_leads_to()
    {
        string real = _folder.Write("dotnet/packs/Microsoft.NETCore.App.Ref/10.0.0/analyzers/dotnet/cs/G.dll", "");
        string evil = _folder.Write("work/1.0.0/analyzers/dotnet/cs/G.dll", "");
        string toReal = Path.Combine(_folder.Path, "installed");
        File.CreateSymbolicLink(toReal, Path.Combine(_folder.Path, "dotnet"));
        string toEvil = Path.Combine(_folder.Path, "dotnet", "packs", "Microsoft.NETCore.App.Ref", "9.0.0");
        File.CreateSymbolicLink(toEvil, Path.Combine(_folder.Path, "work", "1.0.0"));
        var packs = new ReferencePacks([toReal], Path.Combine(_folder.Path, "packages"));

        Assert.Equal(real, packs.FindGenerator(Path.Combine(toReal, Path.GetRelativePath(Path.Combine(_folder.Path, "dotnet"), real))));
        Assert.Null(packs.FindGenerator(Path.Combine(toEvil, "analyzers", "dotnet", "cs", "G.dll")));
        Assert.Null(_packs.FindGenerator(evil));
    }

    [Theory]
    [InlineData("Microsoft.NETCore.App.Ref", true)]
    [InlineData("../../work/Evil.Ref", false)]
    [InlineData("Microsoft.NETCore.App", false)]
    public void Packs_are_names(string pack, bool isFound)
    {
        _folder.Write("dotnet/packs/Microsoft.NETCore.App.Ref/10.0.0/ref/net10.0/System.Runtime.dll", "");
        _folder.Write("dotnet/packs/Microsoft.NETCore.App/10.0.0/ref/net10.0/System.Runtime.dll", "");
        _folder.Write("work/Evil.Ref/10.0.0/ref/net10.0/System.Runtime.dll", "");

        Assert.Equal(isFound, _packs.Find(pack, "net10.0").Count > 0);
    }
}
