namespace LspCompletion.Server.Files;

/// <summary>The paths that were told to have changed, until somebody looks at them. Thread-safe.</summary>
internal sealed class FileChanges
{
    private readonly Lock _gate = new();
    private HashSet<string> _paths = new(FilePaths.Comparer);

    /// <summary>Adds one.</summary>
    /// <returns>Whether it is the first since they were taken: nobody is about to look yet.</returns>
    public bool Add(string path)
    {
        lock (_gate)
            return _paths.Add(path) && _paths.Count == 1;
    }

    /// <summary>Takes them.</summary>
    public IReadOnlyCollection<string> Take()
    {
        lock (_gate)
        {
            HashSet<string> taken = _paths;
            _paths = new HashSet<string>(FilePaths.Comparer);
            return taken;
        }
    }
}
