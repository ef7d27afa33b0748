using Microsoft.CodeAnalysis;

namespace LspCompletion.Server.CSharp;

/// <summary>The assemblies that projects are compiled against, each read once for all projects.</summary>
internal sealed class ReferenceCache
{
    private readonly Dictionary<(string Path, DateTime Written), PortableExecutableReference> _references = [];

    /// <summary>The references for some files.</summary>
    /// <param name="paths">The assemblies; of several with one name the last one counts.</param>
    /// <param name="onProblem">Is told of those that can't be read; they are left out.</param>
    public IReadOnlyList<MetadataReference> Get(IEnumerable<string> paths, Action<string> onProblem)
    {
        Dictionary<string, string> byName = new(StringComparer.OrdinalIgnoreCase);
        foreach (string path in paths)
            byName[Path.GetFileName(path)] = path;

        List<MetadataReference> references = [];
        foreach (string path in byName.Values)
        {
            try
            {
                (string, DateTime) key = (path, File.GetLastWriteTimeUtc(path));
                if (!_references.TryGetValue(key, out PortableExecutableReference? reference))
                    _references.Add(key, reference = MetadataReference.CreateFromFile(path));
                references.Add(reference);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or BadImageFormatException)
            {
                onProblem($"{path} can't be read: {exception.Message}");
            }
        }

        return references;
    }
}
