using LspCompletion.Server.CSharp;
using LspCompletion.Server.Documents;

namespace LspCompletion.Server.Tests.CSharp;

/// <summary>A folder of sources that is gone after the test, and the workspace that it is opened as.</summary>
internal sealed class SourceFolder : IDisposable
{
    public const string Project =
        """
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <TargetFramework>net10.0</TargetFramework>
            <ImplicitUsings>enable</ImplicitUsings>
            <Nullable>enable</Nullable>
          </PropertyGroup>
        </Project>
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lsp-completion-csharp-");
    private CSharpWorkspace? _workspace;

    public string Path => _folder.FullName;

    public bool IsOpen => _workspace is not null;

    public CSharpWorkspace Workspace => _workspace ?? throw new InvalidOperationException("The folder isn't opened yet.");

    public string Write(string name, string text)
    {
        string path = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>Copies a project, without what was built of it.</summary>
    public void CopyProject(string source, string name)
    {
        foreach (string file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            string relative = System.IO.Path.GetRelativePath(source, file);
            if (relative.Split(System.IO.Path.DirectorySeparatorChar)[0] is "bin" or "obj")
                continue;
            string target = System.IO.Path.Combine(Path, name, relative);
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    public async Task<CSharpWorkspace> OpenAsync()
    {
        _workspace = new CSharpWorkspace([Path], TimeProvider.System, _ => { });
        await _workspace.LoadAsync();
        return _workspace;
    }

    /// <summary>A document as an editor has it, and the place of <c>$0</c> in it.</summary>
    public (DocumentSnapshot Document, int Cursor) Edit(string name, string textWithCursor)
    {
        int cursor = textWithCursor.IndexOf("$0", StringComparison.Ordinal);
        return (Snapshot(System.IO.Path.Combine(Path, name), textWithCursor.Replace("$0", "", StringComparison.Ordinal)), cursor);
    }

    public static DocumentSnapshot Snapshot(string path, string text) => new()
    {
        Uri = path,
        LanguageId = "csharp",
        Version = 1,
        Text = new DocumentText(text),
    };

    public void Dispose()
    {
        _workspace?.Dispose();
        _folder.Delete(recursive: true);
    }
}
