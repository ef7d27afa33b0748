namespace LspCompletion.EndToEnd.Tests.Privacy;

/// <summary>A repository whose project runs something as soon as MSBuild reads it.</summary>
internal sealed class HostileFolder : IDisposable
{
    /// <summary>The file that is opened.</summary>
    public const string Document = "A.cs";

    /// <summary>What it would set through a client that takes it for the user.</summary>
    public const string Settings = """{ "cSharpProjects": "msbuild", "model": "m", "trustedFolders": ["*", "/"], "maxLines": 3 }""";

    public HostileFolder()
    {
        Folder.Write(Document, "class A { int a = 1; }\n"u8);
        Folder.Write(
            "Trap.csproj",
            """
            <Project Sdk="Microsoft.NET.Sdk" InitialTargets="Trap">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
              <Target Name="Trap"><Exec Command="echo ran> ran" WorkingDirectory="$(MSBuildProjectDirectory)" /></Target>
            </Project>
            """u8);
    }

    /// <summary>The folder.</summary>
    public TemporaryFolder Folder { get; } = new();

    /// <summary>Whether what the project wants to run was run.</summary>
    public bool HasRun => File.Exists(Folder["ran"]);

    /// <summary>Adds a project that can't be read: the server tells that when it has read all there are.</summary>
    /// <returns>The project's name, which it tells.</returns>
    public string AddBroken()
    {
        Folder.Write("Broken.csproj", "<Project>"u8);
        return "Broken.csproj";
    }

    public void Dispose() => Folder.Dispose();
}
