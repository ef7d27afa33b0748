using System.Globalization;
using System.Reflection.PortableExecutable;
using LspCompletion.Server.Files;
using Microsoft.CodeAnalysis;

namespace LspCompletion.Server.CSharp;

/// <summary>The assemblies that projects are compiled against, each read once for all projects.</summary>
/// <param name="files">Reads them.</param>
internal sealed class ReferenceCache(WorkspaceFiles files)
{
    /// <summary>What all of them may have together.</summary>
    private const long MostBytes = 1024L * 1024 * 1024;

    private Dictionary<string, Assembly> _known = new(FilePaths.Comparer);
    private Dictionary<string, Assembly> _used = new(FilePaths.Comparer);
    private long _usedBytes;

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
                references.Add(Get(path));
            }
            catch (Exception exception) when (exception is IOException or InvalidDataException or BadImageFormatException)
            {
                onProblem($"{path} can't be read: {exception.Message}");
            }
        }

        return references;
    }

    /// <summary>Lets go what wasn't asked for since the last sweep.</summary>
    public void Sweep() => (_known, _used, _usedBytes) = (_used, new Dictionary<string, Assembly>(FilePaths.Comparer), 0);

    /// <exception cref="IOException">It can't be read.</exception>
    /// <exception cref="InvalidDataException">It isn't read.</exception>
    /// <exception cref="BadImageFormatException">It is no assembly.</exception>
    private PortableExecutableReference Get(string path)
    {
        if (_used.TryGetValue(path, out Assembly? used))
            return used.Reference;

        FileEntry entry = files.Find(path, out FileRefusal? refusal) ?? throw new InvalidDataException(refusal!.Words);
        if (_usedBytes + entry.Length > MostBytes)
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"with those before it, it is more than {MostBytes >> 20} MiB"));
        if (!_known.TryGetValue(path, out Assembly? known) || known.LastWriteUtc != entry.LastWriteUtc)
            known = new Assembly(entry.LastWriteUtc, Read(path));

        _usedBytes += entry.Length;
        _used.Add(path, known);
        return known.Reference;
    }

    private PortableExecutableReference Read(string path)
    {
        if (!files.TryRead(path, FileKind.Assembly, out byte[]? bytes, out FileRefusal? refusal))
            throw new InvalidDataException(refusal.Words);

        // Of the whole file, only what it declares is kept.
        var module = ModuleMetadata.CreateFromStream(new MemoryStream(bytes), PEStreamOptions.PrefetchMetadata);
        var assembly = AssemblyMetadata.Create(module);

        // Otherwise that would only be found out when something is bound against it, and nobody would be told.
        _ = assembly.GetModules();
        return assembly.GetReference(filePath: path);
    }

    private sealed record Assembly(DateTime LastWriteUtc, PortableExecutableReference Reference);
}
