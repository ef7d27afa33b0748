using System.Globalization;
using LspCompletion.Server.Files;

namespace LspCompletion.Server.CSharp.Projects;

/// <summary>Finds the C# projects of a folder.</summary>
internal static class SolutionFile
{
    private const string ProjectExtension = ".csproj";

    /// <summary>Folders that hold no projects of the user's.</summary>
    private static readonly HashSet<string> Skipped = new(StringComparer.OrdinalIgnoreCase) { "bin", "obj", "node_modules" };

    /// <summary>More projects are no help, and take memory.</summary>
    private const int MostProjects = 100;

    private const int MostSolutions = 20;

    /// <summary>
    /// The projects of the solutions in a folder; without a solution, those that lie in the folder or below.
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <param name="walk">Looks through folders; tells if that was cut short.</param>
    /// <param name="onProblem">Is told what can't be read.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static IReadOnlyList<string> FindProjects(
        string folder, FolderWalk walk, Action<string> onProblem, CancellationToken cancellationToken)
    {
        string[] named =
        [
            .. walk.FilesIn(folder, ".sln").Concat(walk.FilesIn(folder, ".slnx"))
                .Take(MostSolutions)
                .SelectMany(solution => TryRead(solution, walk.Files, onProblem))
                .Distinct(FilePaths.Comparer)
                .TakeWhile(_ => walk.HasTime())
                .Where(project => walk.Files.Find(project, out FileRefusal? refusal) is not null || refusal is not { Reason: FileRefusalReason.Missing })
                .Take(MostProjects + 1),
        ];
        cancellationToken.ThrowIfCancellationRequested();
        string[] projects = named.Length > 0
            ? named
            : [.. walk.FilesBelow(folder, ProjectExtension, name => !IsSkipped(name), cancellationToken).Take(MostProjects + 1)];
        if (projects.Length > MostProjects)
            onProblem(string.Create(CultureInfo.InvariantCulture, $"{folder} has more than {MostProjects} projects; the rest is left out."));
        if (walk.Cut is { } cut)
            onProblem($"{folder} isn't looked through to its end, for {cut}: some of its projects may be left out.");
        return projects.Length > MostProjects ? projects[..MostProjects] : projects;
    }

    /// <summary>Whether a folder of a name holds no sources of the user's: hidden ones, and those that programs fill.</summary>
    public static bool IsSkipped(string name) => name.StartsWith('.') || Skipped.Contains(name);

    /// <summary>The projects that a solution names, absolute.</summary>
    /// <param name="solution">The solution.</param>
    /// <param name="files">Reads it.</param>
    /// <param name="onProblem">Is told of projects that no path leads to.</param>
    /// <exception cref="InvalidDataException">It can't be read.</exception>
    public static IReadOnlyList<string> Read(string solution, WorkspaceFiles files, Action<string> onProblem)
    {
        string folder = Path.GetDirectoryName(solution)!;
        List<string> projects = [];
        IEnumerable<string> named = Path.GetExtension(solution).Equals(".slnx", StringComparison.OrdinalIgnoreCase)
            ? new ProjectXml(files).Load(solution).Descendants("Project").Select(project => (string?)project.Attribute("Path")).OfType<string>()
            : NamedInLines(solution, files);
        foreach (string name in named.Where(name => name.EndsWith(ProjectExtension, StringComparison.OrdinalIgnoreCase)))
        {
            if (files.TryMakeWhole(name, folder, out string? path, out FileRefusal? refusal))
                projects.Add(path);
            else
                onProblem($"{Path.GetFileName(solution)}: {name} is left out: {refusal.Words}");
        }

        return projects;
    }

    /// <summary>Reads lines such as <c>Project("{type}") = "Name", "Path", "{id}"</c>.</summary>
    private static IEnumerable<string> NamedInLines(string solution, WorkspaceFiles files)
    {
        const int path = 5;

        if (!files.TryReadText(solution, FileKind.Project, out string? text, out FileRefusal? refusal))
            throw new InvalidDataException(refusal.Words);

        return text.Split('\n')
            .Where(line => line.StartsWith("Project(", StringComparison.Ordinal))
            .Select(line => line.Split('"', path + 2))
            .Where(parts => parts.Length > path + 1)
            .Select(parts => parts[path]);
    }

    private static IReadOnlyList<string> TryRead(string solution, WorkspaceFiles files, Action<string> onProblem)
    {
        try
        {
            return Read(solution, files, onProblem);
        }
        catch (InvalidDataException exception)
        {
            onProblem($"{Path.GetFileName(solution)} can't be read ({exception.Message}); its projects are looked for in the folder.");
            return [];
        }
    }
}
