using System.Collections.Concurrent;

namespace LspCompletion.Server.Settings.Ignoring;

/// <summary>Reads files of rules, each again only when its time stamp or its size has changed. Thread-safe.</summary>
internal sealed class RuleFiles(bool ignoreCase)
{
    private readonly ConcurrentDictionary<string, CachedRules> _cache = new(StringComparer.Ordinal);

    /// <summary>The rules of a file; none where it isn't there or can't be read.</summary>
    public IgnoreRules Read(string path)
    {
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists)
                return IgnoreRules.None;
            if (_cache.TryGetValue(path, out CachedRules? cached)
                && cached.Size == file.Length && cached.LastWrite == file.LastWriteTimeUtc)
            {
                return cached.Rules;
            }

            IgnoreRules rules = IgnoreRules.Parse(File.ReadAllText(path), ignoreCase);
            _cache[path] = new CachedRules(file.Length, file.LastWriteTimeUtc, rules);
            return rules;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return IgnoreRules.None;
        }
    }
}
