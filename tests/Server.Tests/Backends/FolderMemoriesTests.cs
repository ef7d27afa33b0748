using LspCompletion.Engine;
using LspCompletion.Engine.Decoding;
using LspCompletion.Server.Backends;
using LspCompletion.Server.Settings;
using LspCompletion.Tests;

namespace LspCompletion.Server.Tests.Backends;

/// <summary>What is remembered of folders where the default model runs, and what it does to completions.</summary>
public sealed class FolderMemoriesTests : IAsyncLifetime
{
    private const string Folder = "/work/";
    private const string Other = "class Other\n{\n    void Run() => scheduler.EnqueueQuietly(Moment.Zwilling, 17);\n}\n";

    private readonly List<string> _log = [];
    private readonly LocalBackend _backend;

    public FolderMemoriesTests() =>
        _backend = new LocalBackend(EngineSettings.Of(ServerSettings.Default with { SelfCheckShare = 1 }), TimeProvider.System, _log.Add);

    public async ValueTask InitializeAsync() => await _backend.LoadAsync(new Progress<double>(), Token).WithPatienceAsync("loading");

    public async ValueTask DisposeAsync()
    {
        await _backend.DisposeAsync().AsTask().WithPatienceAsync("the end");
        Assert.Empty(_log);
    }

    [Fact]
    public async Task What_stands_in_another_file_of_the_folder_has_a_say()
    {
        await RememberAsync(("B.cs", Other));

        Assert.Equal("B.cs:3", (await CompleteAsync()).Stats.RememberedFrom);

        // Another folder's, the document's own on disk, and where settings don't ask for it, have none.
        Assert.Null((await CompleteAsync(Request with { Folder = "/elsewhere/" })).Stats.RememberedFrom);
        Assert.Null((await CompleteAsync(Request with { Path = "B.cs" })).Stats.RememberedFrom);
        Assert.Null((await CompleteAsync(Request with { Decoding = new DecodingOptions { UsesMemory = true } })).Stats.RememberedFrom);
    }

    [Fact]
    public async Task While_an_anchor_stays_what_is_remembered_stays_and_the_next_one_sees_what_changed()
    {
        CompletionResult before = await CompleteAsync();
        MemoryUsage usage = await RememberAsync(("B.cs", Other), ("C.cs", Other));
        CompletionResult same = await CompleteAsync();
        CompletionResult next = await CompleteAsync(Request with { Prefix = "\n" + Request.Prefix });

        Assert.Equal((2, 0), (usage.Files, usage.LeftOut));
        Assert.Equal(before.Tokens, same.Tokens);
        Assert.Equal(before.LogProbabilities, same.LogProbabilities);
        Assert.Null(same.Stats.RememberedFrom);
        Assert.NotNull(next.Stats.RememberedFrom);
    }

    [Fact]
    public async Task A_folder_goes_with_the_last_window_that_works_in_it()
    {
        await _backend.RememberAsync("1 ", Folder, [new RememberedFile("B.cs", Other)], Token);
        await _backend.RememberAsync("2 ", Folder, [new RememberedFile("B.cs", Other)], Token);
        _backend.ForgetFolder("1 ", Folder);
        MemoryUsage left = await _backend.RememberAsync("2 ", Folder, [], Token);
        _backend.ForgetFolders("2 ");
        MemoryUsage anew = await RememberAsync();

        Assert.Equal(1, left.Files);
        Assert.Equal(0, anew.Files);
    }

    [Fact]
    public async Task A_file_that_has_gone_is_forgotten()
    {
        await RememberAsync(("B.cs", Other), ("C.cs", "class C;\n"));
        MemoryUsage usage = await RememberAsync(("B.cs", null));

        Assert.Equal(1, usage.Files);
        Assert.Null((await CompleteAsync()).Stats.RememberedFrom);
    }

    private static CompletionRequest Request { get; } = new()
    {
        Folder = Folder,
        Path = "A.cs",
        Prefix = "class A\n{\n    void Run() => scheduler.EnqueueQuietly(",
        Suffix = "\n}\n",
        Decoding = new DecodingOptions { UsesMemory = true, UsesProject = true },
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private Task<MemoryUsage> RememberAsync(params (string Path, string? Text)[] files) => _backend
        .RememberAsync(Folder, [.. files.Select(file => new RememberedFile(file.Path, file.Text))], Token).WithPatienceAsync("files to be remembered");

    private Task<CompletionResult> CompleteAsync(CompletionRequest? request = null) => _backend
        .CompleteAsync("a", request ?? Request, onText: null, Urgency.Interactive, Token).WithPatienceAsync("a completion");
}
