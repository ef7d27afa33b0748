namespace LspCompletion.Engine.Memory;

/// <summary>
/// The files of a project as they were at one moment, in which is looked up what followed the last tokens before. It doesn't
/// change, and may be used by several threads.
/// </summary>
public sealed class ProjectMemory
{
    internal ProjectMemory(IReadOnlyList<MemoryPart> parts, int files, int leftOut, long byteCount) =>
        (Parts, Files, LeftOut, ByteCount) = (parts, files, leftOut, byteCount);

    /// <summary>How many files it holds.</summary>
    public int Files { get; }

    /// <summary>How many files had no room in it.</summary>
    public int LeftOut { get; }

    /// <summary>The memory that it takes, in bytes.</summary>
    public long ByteCount { get; }

    /// <summary>The same where a file doesn't count: what it has on disk is not what the document has that is being written.</summary>
    public ProjectMemory Without(string path)
    {
        for (int i = 0; i < Parts.Count; i++)
        {
            MemoryPart part = Parts[i];
            int file = Array.IndexOf(part.Paths, path);
            if (file >= 0 && part.Counts(file))
                return new ProjectMemory([.. Parts.Take(i), part.Without(file), .. Parts.Skip(i + 1)], Files - 1, LeftOut, ByteCount);
        }

        return this;
    }

    /// <summary>The files, by when they came: those that came last are in the last part.</summary>
    internal IReadOnlyList<MemoryPart> Parts { get; }
}
