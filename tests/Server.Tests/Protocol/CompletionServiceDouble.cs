using System.Collections.Concurrent;
using System.Text.Json;
using LspCompletion.Server.Completion;
using LspCompletion.Server.Documents;
using LspCompletion.Server.Settings;

namespace LspCompletion.Server.Tests.Protocol;

/// <summary>Notes what it is told, and answers what the test says.</summary>
internal sealed class CompletionServiceDouble : ICompletionHost, ICompletionService
{
    public static readonly CompletionRecord Cold = new() { Source = "cold", TotalMs = 12.34 };

    private EngineStatus _status = new(EngineState.Ready, "ready", null, "small-model", "cpu", null);

    public event Action<EngineStatus>? StatusChanged;

    public EngineStatus Status
    {
        get => _status;
        set
        {
            _status = value;
            StatusChanged?.Invoke(value);
        }
    }

    public CacheState Cache { get; set; } = new(0, []);

    /// <summary>What it was told, one line each.</summary>
    public ConcurrentQueue<string> Calls { get; } = [];

    public ConcurrentQueue<CompletionQuery> Queries { get; } = [];

    /// <summary>The settings that it was given, sources separated by a slash, and what it finds wrong with them.</summary>
    public List<string> Given { get; } = [];

    public ServerSettings Settings { get; set; } = ServerSettings.Default;

    public Func<string, string[]> Problems { get; set; } = _ => [];

    public IReadOnlyList<string> WorkspaceFolders { get; private set; } = [];

    public TaskCompletionSource Started { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The answer; by default the text of the cursor's line up to the cursor, in brackets.</summary>
    public Func<CompletionQuery, CancellationToken, Task<CompletionReply>> Answer { get; set; } =
        (query, _) => Task.FromResult(Suggest(query, $"[{LineBefore(query)}]"));

    public static CompletionReply Suggest(CompletionQuery query, string text) =>
        new(new Suggestion("s1", query.Offset, query.Offset, text), Cold);

    public ICompletionService Open(IReadOnlyList<string> workspaceFolders, Action<string> log)
    {
        WorkspaceFolders = workspaceFolders;
        return this;
    }

    public IReadOnlyList<string> Apply(JsonElement options, JsonElement configuration)
    {
        string text = string.Join(" / ", new[] { options, configuration }.Select(section => section.ValueKind == JsonValueKind.Undefined ? "-" : section.GetRawText()));
        Given.Add(text);
        return Problems(text);
    }

    public void Start() => Started.SetResult();

    public Task<CompletionReply> CompleteAsync(CompletionQuery query, CancellationToken cancellationToken)
    {
        Queries.Enqueue(query);
        return Answer(query, cancellationToken);
    }

    public void Opened(DocumentSnapshot document) => Calls.Enqueue($"opened {Name(document)}");

    public void Changed(DocumentSnapshot before, DocumentSnapshot after, int editStart) =>
        Calls.Enqueue($"changed {Name(before)} to {Name(after)} from {editStart}");

    public void CursorMoved(DocumentSnapshot document, int offset) => Calls.Enqueue($"cursor {Name(document)} at {offset}");

    public void Closed(DocumentSnapshot document) => Calls.Enqueue($"closed {Name(document)}");

    public void Arranged(string notebook, IReadOnlyList<string> cells) => Calls.Enqueue($"arranged {notebook}: {string.Join(',', cells)}");

    public void FoldersChanged(IReadOnlyList<string> added, IReadOnlyList<string> removed) =>
        Calls.Enqueue($"folders +{string.Join(',', added)} -{string.Join(',', removed)}");

    public void Shown(string suggestionId) => Calls.Enqueue($"shown {suggestionId}");

    public void Accepted(string suggestionId, int acceptedLength) => Calls.Enqueue($"accepted {suggestionId} {acceptedLength}");

    private static string Name(DocumentSnapshot document) => $"{document.Uri}@{document.Version}";

    private static string LineBefore(CompletionQuery query)
    {
        int start = query.Document.Text.LineStart(query.Document.Text.PositionOf(query.Offset, PositionEncoding.Utf16).Line);
        return query.Document.Text.Slice(start, query.Offset - start);
    }
}
