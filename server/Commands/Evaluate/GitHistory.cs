using System.Globalization;
using System.Text.RegularExpressions;
using LibGit2Sharp;
using LspCompletion.Engine;
using LspCompletion.Engine.Memory;
using LspCompletion.Server.Commands.Sources;
using LspCompletion.Server.Evaluation;
using LspCompletion.Server.Languages;
using LspCompletion.Server.Settings;
using LspCompletion.Server.Workspace;

namespace LspCompletion.Server.Commands.Evaluate;

/// <summary>
/// Lines that the latest commits of a repository really added, to be written again where everything else is as it was before
/// the commit, but for what the commit had written above the line in the same place. Code that stands elsewhere already was
/// not written by anybody just then: what counts here is nearer to what suggestions are worth than lines that are blanked out.
/// </summary>
internal sealed partial class GitHistory : IDisposable
{
    /// <summary>The commits that are looked at.</summary>
    private const int MostCommits = 2_000;

    /// <summary>The places that one commit may give, so that a large one doesn't speak for all.</summary>
    private const int MostOfCommit = 4;

    private const int MostOfFile = 2;

    /// <summary>A commit that changes more files was made by a tool, or took in another project.</summary>
    private const int MostFiles = 200;

    private readonly Repository _repository;
    private readonly EvaluationOptions _options;
    private readonly WorkspaceConfiguration _configuration;
    private readonly Action<ProjectMemory> _remember;
    private readonly HistoryMemory _memory;

    /// <summary>Opens a repository.</summary>
    /// <param name="options">What to evaluate.</param>
    /// <param name="configuration">The folder's rules.</param>
    /// <param name="index">Keeps the project's memory.</param>
    /// <param name="encode">Encodes a file for it.</param>
    /// <param name="remember">Is given what the project's other files were, before a place is completed.</param>
    /// <exception cref="EngineException">There is none.</exception>
    public GitHistory(
        EvaluationOptions options,
        WorkspaceConfiguration configuration,
        ProjectMemoryIndex index,
        Func<string, int[]> encode,
        Action<ProjectMemory> remember)
    {
        _options = options;
        _configuration = configuration;
        _remember = remember;
        try
        {
            _repository = new Repository(Repository.Discover(options.Folder) ?? options.Folder);
        }
        catch (LibGit2SharpException exception)
        {
            throw new EngineException(
                $"{options.Folder} is no Git repository that can be read ({exception.Message}): leave --history out, or name another folder.", exception);
        }

        _memory = new HistoryMemory(_repository, index, encode, IsRemembered);
    }

    /// <summary>Chooses places, the latest commits first.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public IReadOnlyList<PlaceInFiles> Choose(CancellationToken cancellationToken)
    {
        Random random = new(_options.Seed);
        List<PlaceInFiles> chosen = [];
        CommitFilter latest = new() { SortBy = CommitSortStrategies.Topological | CommitSortStrategies.Time };
        foreach (Commit commit in _repository.Commits.QueryBy(latest).Take(MostCommits))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (commit.Parents.ToArray() is not [{ } parent])
                continue;

            chosen.AddRange(PlacesOf(commit, parent, random));
            if (chosen.Count >= _options.Cases)
                break;
        }

        return [.. chosen.Take(_options.Cases)];
    }

    /// <inheritdoc/>
    public void Dispose() => _repository.Dispose();

    private List<PlaceInFiles> PlacesOf(Commit commit, Commit parent, Random random)
    {
        using Patch patch = _repository.Diff.Compare<Patch>(
            parent.Tree, commit.Tree, new LibGit2Sharp.CompareOptions { ContextLines = 0, InterhunkLines = 0, Similarity = SimilarityOptions.None });
        PatchEntryChanges[] changes = [.. patch.Where(change => change.Status == ChangeKind.Modified && !change.IsBinaryComparison)];
        if (changes.Length > MostFiles)
            return [];

        Lazy<string[]> names = new(() => [.. Names(parent.Tree)]);
        random.Shuffle(changes);
        List<PlaceInFiles> places = [];
        foreach (PatchEntryChanges change in changes)
        {
            if (places.Count == MostOfCommit)
                break;
            if (!IsSource(change.Path) || Read(parent, change.Path) is not { } before || Read(commit, change.Path) is not { } after)
                continue;

            places.AddRange(PlacesOf(change, before, after, random)
                .Take(Math.Min(MostOfFile, MostOfCommit - places.Count))
                .Select(place => new PlaceInFiles(place.Case, () => SourcesOf(parent, change.Path, place.Text, names.Value))
                {
                    Remember = () => _remember(_memory.At(parent).Without(change.Path)),
                }));
        }

        return places;
    }

    /// <summary>The lines that a commit added to a file, in random order.</summary>
    private static IEnumerable<(EvaluationCase Case, string Text)> PlacesOf(PatchEntryChanges change, string before, string after, Random random)
    {
        string[] old = Lines(before);
        string[] now = Lines(after);

        // What only moved, or was indented anew, nobody wrote.
        HashSet<string> removed = [.. change.DeletedLines.Select(line => line.Content.Trim())];
        (Match Hunk, int Line)[] added =
        [
            .. Hunk().Matches(change.Patch).SelectMany(hunk => Enumerable.Range(0, Count(hunk, "added")).Select(line => (hunk, line))),
        ];
        random.Shuffle(added);
        bool isWhole = random.Next(2) == 0;
        foreach ((Match hunk, int line) in added)
        {
            int first = Number(hunk, "first");
            if (first - 1 + line >= now.Length || removed.Contains(now[first - 1 + line].Trim()))
                continue;

            // Where nothing was removed, what was added stands behind the line that is named.
            int count = Count(hunk, "removed");
            int start = Number(hunk, "old") - (count > 0 ? 1 : 0);
            if (start + count > old.Length)
                continue;

            string above = string.Concat(old.Take(start).Concat(now.Skip(first - 1).Take(line)));
            string text = above + now[first - 1 + line] + string.Concat(old.Skip(start + count));
            if (PlaceSampler.CaseIn(change.Path, above.Length, now[first - 1 + line].TrimEnd('\r', '\n'), isWhole, random) is not { } place)
                continue;

            isWhole = !isWhole;
            yield return (place, text);
        }
    }

    private EvaluationSources SourcesOf(Commit parent, string path, string text, string[] names)
    {
        List<(string Name, string LanguageId, string Text)> files = [(path, SourceLanguage.IdOf(path), text)];
        foreach (string name in EvaluationSources.Nearest(names, path))
        {
            if (Read(parent, name) is { } other)
                files.Add((name, SourceLanguage.IdOf(name), other));
        }

        return new EvaluationSources(_options, files);
    }

    private IEnumerable<string> Names(Tree tree)
    {
        foreach (TreeEntry entry in tree)
        {
            if (entry.TargetType == TreeEntryTargetType.Tree)
            {
                foreach (string name in Names((Tree)entry.Target))
                    yield return name;
            }
            else if (entry.TargetType == TreeEntryTargetType.Blob && IsSource(entry.Path))
            {
                yield return entry.Path.Replace('\\', '/');
            }
        }
    }

    private bool IsSource(string path) =>
        _configuration.Rules.IsAllowed(Path.Combine(_options.Folder, path), SourceLanguage.IdOf(path), out _);

    private bool IsRemembered(string path) => RememberedSource.IsRemembered(_configuration, Path.Combine(_options.Folder, path));

    private static string? Read(Commit commit, string path)
    {
        // A partial clone has no object for what wasn't asked for.
        if (commit[path]?.Target is not Blob { IsBinary: false } blob || blob.Size > SourceReader.LargestBytes)
            return null;

        try
        {
            return SourceReader.Read(blob.GetContentStream(), path).Text;
        }
        catch (EngineException)
        {
            return null;
        }
    }

    /// <summary>The lines of a text, each with its break.</summary>
    private static string[] Lines(string text) => [.. Line().Matches(text).Select(line => line.Value)];

    private static int Number(Match hunk, string group) => int.Parse(hunk.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

    private static int Count(Match hunk, string group) => hunk.Groups[group].Success ? Number(hunk, group) : 1;

    [GeneratedRegex(@"^@@ -(?<old>\d+)(,(?<removed>\d+))? \+(?<first>\d+)(,(?<added>\d+))? @@", RegexOptions.Multiline | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Hunk();

    [GeneratedRegex(@"[^\n]*\n|[^\n]+$", RegexOptions.CultureInvariant)]
    private static partial Regex Line();
}
