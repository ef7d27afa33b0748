using System.Text;
using System.Text.Json;
using LspCompletion.Server.CSharp.Projects;
using LspCompletion.Server.Files;

namespace LspCompletion.Server.Tests.CSharp;

/// <summary>
/// Mutated solutions, projects and assets: each is read or refused, in little time and memory, and throws nothing but what is
/// said to come.
/// </summary>
public sealed class ProjectFuzzTests : IDisposable
{
    private const int Mutants = 20_000;

    /// <summary>What one of them may take; the files have some kilobytes.</summary>
    private const long MostBytes = 32 * 1024 * 1024;

    /// <summary>What no mutant comes near, however busy the machine is.</summary>
    private static readonly TimeSpan MostTime = TimeSpan.FromMinutes(1);

    private const string Project =
        """
        <Project Sdk="Microsoft.NET.Sdk.Web">
          <Import Project="common.props" />
          <PropertyGroup>
            <TargetFrameworks>net9.0;net10.0</TargetFrameworks>
            <Root>../shared</Root>
            <Twice>$(Root)$(Root)</Twice>
            <DefineConstants>$(DefineConstants);A;B</DefineConstants>
            <LangVersion Condition="'$(Configuration)' == 'Debug'">preview</LangVersion>
            <AssemblyName>App</AssemblyName>
            <OutputType>Exe</OutputType>
            <ImplicitUsings>enable</ImplicitUsings>
          </PropertyGroup>
          <ItemGroup Condition="'$(TargetFramework)' != ''">
            <Compile Include="$(Root)/**/*.cs;more/*.cs" />
            <Compile Remove="**/old/*.cs;A.cs" />
            <Using Include="System.Text" Alias="T" />
            <Using Include="System.Math" Static="true" />
            <InternalsVisibleTo Include="Tests" />
            <PackageReference Include="Thing" Version="1.0" />
            <ProjectReference Include="..\core\Core.csproj" />
            <Reference Include="Old"><HintPath>lib\Old.dll</HintPath></Reference>
            <FrameworkReference Include="Microsoft.AspNetCore.App" />
          </ItemGroup>
          <Import Project="$([MSBuild]::GetPathOfFileAbove('Directory.Build.props', '$(MSBuildThisFileDirectory)../'))" />
        </Project>
        """;

    private const string Solution =
        "Microsoft Visual Studio Solution File, Format Version 12.00\r\n"
        + "Project(\"{FAE04EC0-301F-11D3-BF4B-00C04F79EFBC}\") = \"App\", \"app\\App.csproj\", \"{1}\"\r\nEndProject\r\n"
        + "Project(\"{FAE04EC0-301F-11D3-BF4B-00C04F79EFBC}\") = \"Core\", \"core\\Core.csproj\", \"{2}\"\r\nEndProject\r\n";

    private const string XmlSolution =
        """
        <Solution>
          <Folder Name="/src/">
            <Project Path="app/App.csproj" />
            <Project Path="core/Core.csproj" Type="C#" />
          </Folder>
        </Solution>
        """;

    private static readonly string[] Pieces =
    [
        "$(Root)", "$(Twice)", "$(", ")", "**", "**/", "*", "?", "/", "//", @"\\", "..", "../", ";", "'", "\"", "<", ">", "/>", "&lt;", "&#0;", "&#x202e;",
        "<!DOCTYPE a [<!ENTITY b 'c'>]>", "<![CDATA[", "net2147483647.0", "net10.0", "{", "}", "[", "]", ":", ",", "null", "1e999", "\\u0000", "\0", "\u001b", "\ud800",
        "</ItemGroup>", "<ItemGroup>", "Include=", "Remove=", "Project(\"", "/dev/zero", "NUL", "C:", "file:///", "package", "compile",
    ];

    private readonly SourceFolder _folder = new();
    private readonly WorkspaceFiles _files;

    public ProjectFuzzTests()
    {
        _folder.Write("work/A.cs", "");
        _folder.Write("work/more/old/B.cs", "");
        _folder.Write("work/common.props", "<Project><PropertyGroup><Common>a</Common></PropertyGroup></Project>");
        _folder.Write("work/lib/Old.dll", "");
        _folder.Write("shared/C.cs", "");
        _folder.Write("core/Core.csproj", "");
        _folder.Write("packages/thing/1.0/lib/Thing.dll", "");
        _files = new WorkspaceFiles([Path.Combine(_folder.Path, "work")]);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Projects()
    {
        var packs = ReferencePacks.OfMachine();
        int read = Fuzz(Project, "work/App.csproj", seed: 1, path =>
        {
            try
            {
                ProjectInputs inputs = ProjectInputs.Of(ProjectFile.Read(path, _files), packs, Walk(), CancellationToken.None);
                Assert.InRange(inputs.Problems.Count, 0, 21);
                return true;
            }
            catch (InvalidDataException)
            {
                return false;
            }
        });

        Assert.InRange(read, 1, Mutants - 1);
    }

    [Fact]
    public void Assets()
    {
        string text = JsonSerializer.Serialize(new
        {
            version = 3,
            targets = new Dictionary<string, object>
            {
                ["net10.0"] = new Dictionary<string, object>
                {
                    ["Thing/1.0"] = new { type = "package", compile = new Dictionary<string, object> { ["lib/Thing.dll"] = new { } } },
                    ["Gone/2.0"] = new { type = "package", compile = new Dictionary<string, object> { ["lib/Gone.dll"] = new { } } },
                },
                [".NETCoreApp,Version=v9.0/linux-x64"] = new { },
            },
            libraries = new Dictionary<string, object>
            {
                ["Thing/1.0"] = new { type = "package", path = "thing/1.0", files = new[] { "lib/Thing.dll" } },
                ["Gone/2.0"] = new { type = "package", path = "gone/2.0" },
                ["Core/1.0"] = new { type = "project", path = "../core/Core.csproj" },
            },
            packageFolders = new Dictionary<string, object> { [Path.Combine(_folder.Path, "packages") + Path.DirectorySeparatorChar] = new { } },
        });
        int read = Fuzz(text, "work/obj/project.assets.json", seed: 2, path =>
        {
            try
            {
                return ProjectAssets.ReadAssemblies(path, "net10.0", Walk(), _ => { }).Count > 0;
            }
            catch (Exception exception) when (exception is InvalidDataException or JsonException or InvalidOperationException or KeyNotFoundException)
            {
                return false;
            }
        });

        Assert.InRange(read, 1, Mutants - 1);
    }

    [Theory]
    [InlineData(Solution, "work/a.sln", 3)]
    [InlineData(XmlSolution, "work/a.slnx", 4)]
    public void Solutions(string text, string name, int seed)
    {
        int read = Fuzz(text, name, seed, path =>
        {
            try
            {
                return SolutionFile.Read(path, _files, _ => { }).Count(Path.IsPathFullyQualified) == 2;
            }
            catch (InvalidDataException)
            {
                return false;
            }
        });

        Assert.InRange(read, 1, Mutants - 1);
    }

    private FolderWalk Walk() => new(_files, TimeProvider.System, mostEntries: 100, MostTime);

    /// <summary>Has mutants of a text read.</summary>
    /// <returns>How many were.</returns>
    private int Fuzz(string text, string name, int seed, Func<string, bool> read)
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"Seed {seed}, {Mutants} mutants.");
        string path = _folder.Write(name, "");
        int count = 0;
        int number = 0;
        string? failure = null;
        long begun = TimeProvider.System.GetTimestamp();
        var thread = new Thread(() =>
        {
            var random = new Random(seed);
            using FileStream file = new(path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
            for (; number < Mutants && failure is null; number++)
            {
                byte[] mutant = Mutate(text, random);
                file.Position = 0;
                file.Write(mutant);
                file.SetLength(mutant.Length);
                Volatile.Write(ref begun, TimeProvider.System.GetTimestamp());
                long before = GC.GetAllocatedBytesForCurrentThread();
                try
                {
                    count += read(path) ? 1 : 0;
                }
                catch (Exception exception)
                {
                    failure = $"ended in {exception}";
                }

                long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
                if (allocated > MostBytes)
                    failure ??= $"took {allocated} bytes";
            }
        })
        { IsBackground = true };
        thread.Start();
        while (!thread.Join(TimeSpan.FromMilliseconds(200)))
        {
            string mutant = $"Mutant {number} of seed {seed}, which is in {path},";
            if (GC.GetTotalMemory(forceFullCollection: false) > 64 * MostBytes)
                Environment.FailFast($"{mutant} takes more memory than this machine may have.");
            Assert.True(TimeProvider.System.GetElapsedTime(Volatile.Read(ref begun)) < MostTime, $"{mutant} takes longer than {MostTime}.");
        }

        Assert.True(failure is null, $"Mutant {number - 1} of seed {seed} {failure}\n{File.ReadAllText(path)}");
        return count;
    }

    private static byte[] Mutate(string text, Random random)
    {
        StringBuilder mutant = new(text);
        for (int changes = random.Next(1, 5); changes > 0; changes--)
        {
            int at = random.Next(mutant.Length);
            int length = Math.Min(random.Next(1, 40), mutant.Length - at);
            string piece = Pieces[random.Next(Pieces.Length)];
            switch (random.Next(6))
            {
                case 0:
                    mutant.Insert(at, piece);
                    break;
                case 1:
                    mutant.Remove(at, length).Insert(at, piece);
                    break;
                case 2:
                    mutant.Insert(at, string.Concat(Enumerable.Repeat(piece, 1 << random.Next(8))));
                    break;
                case 3:
                    mutant.Remove(at, length);
                    break;
                case 4:
                    mutant.Insert(random.Next(mutant.Length), mutant.ToString(at, length));
                    break;
                default:
                    mutant[at] = (char)random.Next(0x180);
                    break;
            }

            if (mutant.Length == 0)
                mutant.Append(piece);
        }

        // Some are cut within a character, or have bytes that are none.
        byte[] bytes = Encoding.UTF8.GetBytes(mutant.ToString());
        if (random.Next(20) == 0)
            bytes[random.Next(bytes.Length)] = (byte)random.Next(0x80, 0x100);
        return bytes;
    }
}
