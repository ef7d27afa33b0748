using System.Collections.Concurrent;
using LspCompletion.Server.Files;

namespace LspCompletion.Server.Settings.Ignoring;

/// <summary>Reads files of rules, each again only when its time stamp or its size has changed. Thread-safe.</summary>
internal sealed class RuleFiles(WorkspaceFiles files, bool ignoreCase)
{
    private readonly ConcurrentDictionary<string, CachedRules> _cache = new(StringComparer.Ordinal);

    /// <summary>The rules of a file: none where it isn't there, or is a link, which Git doesn't follow.</summary>
    /// <param name="path">The file.</param>
    /// <param name="refusal">Why what it says isn't known, though it is there.</param>
    public IgnoreRules Read(string path, out FileRefusal? refusal)
    {
        FileEntry? found = files.Find(path, out refusal);
        if (found is { } entry)
        {
            if (_cache.TryGetValue(path, out CachedRules? cached) && cached.Size == entry.Length && cached.LastWrite == entry.LastWriteUtc)
                return cached.Rules;
            if (files.TryReadText(path, FileKind.Rules, out string? text, out refusal))
            {
                IgnoreRules rules = IgnoreRules.Parse(text, ignoreCase);
                _cache[path] = new CachedRules(entry.Length, entry.LastWriteUtc, rules);
                return rules;
            }
        }

        if (refusal is { Reason: FileRefusalReason.Missing or FileRefusalReason.Link })
            refusal = null;
        return IgnoreRules.None;
    }
}
