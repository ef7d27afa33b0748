namespace LspCompletion.Server.CSharp;

/// <summary>Watches a folder for changes of source and project files by others than the editor.</summary>
internal sealed class SourceWatcher : IDisposable
{
    private static readonly string ObjFolder = $"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}";
    private static readonly string BinFolder = $"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}";

    private readonly Action<string> _onChange;
    private readonly FileSystemWatcher? _watcher;

    /// <param name="folder">The folder; everything below it is watched.</param>
    /// <param name="onChange">Is told the path of what was written, made, renamed or deleted.</param>
    /// <param name="onLost">Is called when more changed at once than the system tells: anything may have.</param>
    /// <param name="onProblem">Is told if the folder can't be watched.</param>
    public SourceWatcher(string folder, Action<string> onChange, Action onLost, Action<string> onProblem)
    {
        _onChange = onChange;
        try
        {
            _watcher = new FileSystemWatcher(folder) { IncludeSubdirectories = true };
            _watcher.Changed += (_, change) => Report(change.FullPath);
            _watcher.Created += (_, change) => Report(change.FullPath);
            _watcher.Deleted += (_, change) => Report(change.FullPath);
            _watcher.Renamed += (_, change) =>
            {
                Report(change.OldFullPath);
                Report(change.FullPath);
            };
            _watcher.Error += (_, _) => onLost();
            _watcher.EnableRaisingEvents = true;
        }
        catch (Exception exception) when (exception is IOException or ArgumentException or UnauthorizedAccessException)
        {
            _watcher?.Dispose();
            _watcher = null;
            onProblem($"{folder} can't be watched, so changes by other programs aren't seen: {exception.Message}");
        }
    }

    /// <summary>Whether a file is C# that nobody built.</summary>
    public static bool IsSource(string path) => Path.GetExtension(path) == ".cs"
        && !path.Contains(ObjFolder, StringComparison.Ordinal)
        && !path.Contains(BinFolder, StringComparison.Ordinal);

    /// <inheritdoc/>
    public void Dispose() => _watcher?.Dispose();

    private void Report(string path)
    {
        string extension = Path.GetExtension(path);
        bool isProject = extension is ".csproj" or ".sln" or ".slnx" or ".props"
            || Path.GetFileName(path) == "project.assets.json";
        bool isGenerated = path.Contains(ObjFolder, StringComparison.Ordinal) && path.EndsWith(".nuget.g.props", StringComparison.Ordinal);
        if ((isProject && !isGenerated) || IsSource(path))
            _onChange(path);
    }
}
