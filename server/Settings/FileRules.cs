using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using LspCompletion.Server.Files;
using LspCompletion.Server.Settings.Ignoring;

namespace LspCompletion.Server.Settings;

/// <summary>
/// Decides which documents may be completed and which files may enter a prompt. Languages, secrets and the setting
/// <c>ignore</c> hold for every document; .completionignore, .gitignore and what the file consists of for those on this
/// machine's disk.
/// Thread-safe.
/// </summary>
internal sealed class FileRules
{
    /// <summary>How long what was found on disk is believed; asking at each key press would cost too much.</summary>
    private static readonly TimeSpan BelievedFor = TimeSpan.FromSeconds(1);

    private const int MostVerdicts = 4096;

    private readonly LanguageSwitches _languages;
    private readonly IgnoreRules _ignore;
    private readonly WorkspaceFolders _folders;
    private readonly CompletionIgnore _completionIgnore;
    private readonly GitIgnore _gitIgnore;
    private readonly ConcurrentDictionary<string, FileVerdict> _verdicts = new(StringComparer.Ordinal);
    private readonly TimeProvider _time;

    /// <summary>Creates the rules that follow from settings.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="folders">The folders that the patterns of <c>ignore</c> are relative to.</param>
    /// <param name="time">Tells when to look at the disk again.</param>
    public FileRules(ServerSettings settings, WorkspaceFolders folders, TimeProvider time)
    {
        _languages = settings.Languages;
        _ignore = IgnoreRules.From(settings.Ignore, FilePaths.IgnoreCase);
        _folders = folders;
        _completionIgnore = new CompletionIgnore(folders.Files, FilePaths.IgnoreCase);
        _gitIgnore = new GitIgnore(folders.Files, FilePaths.IgnoreCase);
        _time = time;
    }

    /// <summary>Whether a document may be completed.</summary>
    /// <param name="uriOrPath">The document's URI, or its path.</param>
    /// <param name="languageId">Its language.</param>
    /// <param name="reason">Why not, in words that go into the log.</param>
    public bool IsAllowed(string uriOrPath, string languageId, [NotNullWhen(false)] out string? reason)
    {
        reason = _languages.IsOn(languageId)
            ? FindVerdict(uriOrPath).Reason
            : $"the setting languages turns suggestions off for {languageId}";
        return reason is null;
    }

    /// <summary>
    /// Whether a file may enter the prompt of another document. For which languages suggestions are on has no say in that.
    /// </summary>
    /// <param name="uriOrPath">The document's URI, or the file's path.</param>
    public bool MayBeShown(string uriOrPath) => FindVerdict(uriOrPath).Reason is null;

    private FileVerdict FindVerdict(string uriOrPath)
    {
        if (_verdicts.TryGetValue(uriOrPath, out FileVerdict? known)
            && (known.Timestamp is not { } timestamp || _time.GetElapsedTime(timestamp) < BelievedFor))
        {
            return known;
        }

        FileVerdict verdict = Judge(uriOrPath);
        if (_verdicts.Count >= MostVerdicts)
            _verdicts.Clear();
        _verdicts[uriOrPath] = verdict;
        return verdict;
    }

    private FileVerdict Judge(string uriOrPath)
    {
        long now = _time.GetTimestamp();
        foreach (string path in DocumentLocation.PathsOf(uriOrPath))
        {
            if (FindReasonInName(path) is { } reason)
                return new FileVerdict(reason, null);
        }

        DocumentLocation location = DocumentLocation.Parse(uriOrPath);
        if (location.FileBehind is not { } file)
            return new FileVerdict(null, null);

        // A link is what it leads to, whatever it is called.
        string? ofTarget = _folders.Files.LinkedPathOf(file) is { } target
            ? FindReasonInName(target.Replace(Path.DirectorySeparatorChar, '/')) ?? FindReasonOnDisk(target)
            : null;
        return new FileVerdict(
            ofTarget is null ? FindReasonOnDisk(file) ?? FileContent.FindReason(_folders.Files, file) : $"it is a link: {ofTarget}", now);
    }

    private string? FindReasonOnDisk(string file) => _completionIgnore.FindReason(file) ?? _gitIgnore.FindReason(file);

    private string? FindReasonInName(string path)
    {
        foreach (string name in FileCopies.NamesOf(path))
        {
            if (SecretFiles.Contains(name))
                return "the file may hold secrets, by its name";
            if (_ignore.FindIgnoring(_folders.TryMakeRelative(name) ?? name.TrimStart('/')) is { } rule)
                return $"the setting ignore says {rule.Text}";
        }

        return null;
    }
}
