using LspCompletion.Server.Settings;
using Microsoft.CodeAnalysis;

namespace LspCompletion.Server.CSharp;

/// <summary>The assemblies that projects are compiled against, each read once for all projects.</summary>
internal sealed class ReferenceCache
{
    private readonly Dictionary<string, (DateTime Written, PortableExecutableReference Reference)> _references = new(FilePaths.Comparer);

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
                DateTime written = File.GetLastWriteTimeUtc(path);
                if (!_references.TryGetValue(path, out (DateTime Written, PortableExecutableReference Reference) known) || known.Written != written)
                    _references[path] = known = (written, Read(path));
                references.Add(known.Reference);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or BadImageFormatException)
            {
                onProblem($"{path} can't be read: {exception.Message}");
            }
        }

        return references;
    }

    /// <exception cref="BadImageFormatException">It is no assembly.</exception>
    private static PortableExecutableReference Read(string path)
    {
        PortableExecutableReference reference = MetadataReference.CreateFromFile(path);

        // Otherwise that would only be found out when something is bound against it, and nobody would be told.
        _ = ((AssemblyMetadata)reference.GetMetadata()).GetModules();
        return reference;
    }
}
