using LspCompletion.Server.Files;

namespace LspCompletion.Server.CSharp;

/// <summary>
/// The projects of a workspace as one loading found them. What they consist of changes: used under the lock of <see cref="WorkspaceTrees"/>.
/// </summary>
/// <param name="projects">The projects.</param>
/// <param name="loose">The one of files that belong to none of them.</param>
internal sealed class LoadedProjects(IReadOnlyList<CSharpProject> projects, CSharpProject loose)
{
    /// <summary>The projects.</summary>
    public IReadOnlyList<CSharpProject> Projects => projects;

    /// <summary>The files of the projects, and the projects' own.</summary>
    public IEnumerable<string> Files => projects.SelectMany(project => project.Files.Append(project.Inputs.ProjectPath));

    /// <summary>The project that holds a file, or would: that of the innermost folder.</summary>
    public CSharpProject ProjectFor(string path) =>
        projects.FirstOrDefault(project => project.TreeOf(path) is not null) ?? Innermost(path) ?? loose;

    /// <summary>The projects that a file on disk belongs to.</summary>
    public IReadOnlyList<CSharpProject> ProjectsOf(string path)
    {
        CSharpProject[] holders = [.. projects.Where(project => project.TreeOf(path) is not null)];
        return holders.Length > 0 ? holders : Innermost(path) is { } innermost ? [innermost] : [];
    }

    private CSharpProject? Innermost(string path) => projects
        .Where(project => FilePaths.IsBelow(path, project.Inputs.Folder))
        .MaxBy(project => project.Inputs.Folder.Length);
}
