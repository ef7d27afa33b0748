using LspCompletion.Server.Files;

namespace LspCompletion.Server.CSharp.Projects;

/// <summary>Finds the source files of a project: those of its folder, more and less what its items say.</summary>
/// <remarks>
/// Files outside of the workspace belong to it, too, where it names them, and are compiled with it: without them, what stands
/// in the others wouldn't bind. They are never shown to a model.
/// </remarks>
internal sealed class ProjectSources
{
    private const string Extension = ".cs";
    private const int MostFiles = 50_000;
    private const int MostPatterns = 1_000;

    private readonly ProjectFile _project;
    private readonly FolderWalk _walk;
    private readonly HashSet<string> _found = new(FilePaths.Comparer);
    private int _patterns;

    private ProjectSources(ProjectFile project, FolderWalk walk)
    {
        _project = project;
        _walk = walk;
    }

    /// <summary>Finds them, in the order of their paths.</summary>
    /// <param name="project">The project.</param>
    /// <param name="walk">Looks through folders; tells if that was cut short.</param>
    /// <param name="onProblem">Is told of what is left out.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static IReadOnlyList<string> Find(
        ProjectFile project, FolderWalk walk, Action<string> onProblem, CancellationToken cancellationToken)
    {
        var sources = new ProjectSources(project, walk);
        sources.Collect(onProblem, cancellationToken);
        return [.. sources._found.Order(StringComparer.Ordinal)];
    }

    private void Collect(Action<string> onProblem, CancellationToken cancellationToken)
    {
        bool isGlobbed = _project.Property("EnableDefaultCompileItems") is not ("false" or "False")
            && _project.Property("EnableDefaultItems") is not ("false" or "False")
            && _project.Sdk.Length > 0;
        if (isGlobbed)
            Add(_walk.FilesBelow(_project.Folder, Extension, name => !SolutionFile.IsSkipped(name), cancellationToken));
        foreach (ProjectItem item in _project.Items("Compile"))
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (string path in Paths(item.Remove, onProblem))
                Remove(path);
            foreach (string path in Paths(item.Include, onProblem))
                Include(path, cancellationToken);
        }

        if (_patterns > MostPatterns)
            onProblem($"it has more than {MostPatterns} patterns of files; the rest is left out");
        if (_found.Count >= MostFiles)
            onProblem($"it has more than {MostFiles} source files; the rest is left out");
    }

    private IEnumerable<string> Paths(string list, Action<string> onProblem)
    {
        foreach (string named in list.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (!_walk.HasTime())
                yield break;
            if (_walk.Files.TryMakeWhole(named, _project.Folder, out string? path, out FileRefusal? refusal))
                yield return path;
            else
                onProblem($"{named} is left out: {refusal.Words}");
        }
    }

    private void Remove(string path)
    {
        if (!SourcePattern.IsPattern(path))
            _found.Remove(path);
        else if (NextPattern(path) is { } pattern)
            _found.RemoveWhere(file => _walk.HasTime() && pattern.Matches(file));
    }

    private void Include(string path, CancellationToken cancellationToken)
    {
        if (!SourcePattern.IsPattern(path))
        {
            if (_walk.Files.Find(path, out FileRefusal? refusal) is { Kind: not FileEntryKind.Folder }
                || refusal is { Reason: not FileRefusalReason.Missing })
            {
                Add([path]);
            }
        }
        else if (NextPattern(path) is { } pattern)
        {
            IEnumerable<string> files = pattern.IsDeep
                ? _walk.FilesBelow(pattern.Folder, Extension, _ => true, cancellationToken)
                : _walk.FilesIn(pattern.Folder, Extension);
            Add(files.Where(file => _walk.HasTime() && pattern.Matches(file)));
        }
    }

    private SourcePattern? NextPattern(string path) =>
        ++_patterns <= MostPatterns ? SourcePattern.TryParse(path) : null;

    private void Add(IEnumerable<string> files)
    {
        foreach (string file in files)
        {
            if (_found.Count >= MostFiles)
                return;
            _found.Add(file);
        }
    }
}
