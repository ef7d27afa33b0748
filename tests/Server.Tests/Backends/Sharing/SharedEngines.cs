using LspCompletion.Engine;
using LspCompletion.Server.Backends;
using LspCompletion.Server.Backends.Sharing;
using LspCompletion.Server.Settings;
using LspCompletion.Tests;

namespace LspCompletion.Server.Tests.Backends.Sharing;

/// <summary>Processes that run the default model, in a folder of a test's own; they are gone when the test is.</summary>
internal sealed class SharedEngines : IAsyncDisposable
{
    private readonly List<SharedBackend> _backends = [];

    public string Folder { get; } = Path.Combine(Path.GetTempPath(), $"lsp-{Path.GetRandomFileName()}");

    /// <summary>What the processes are run by. One thread has none to wait for on a machine that has other things to do.</summary>
    public static EngineSettings Settings { get; } = EngineSettings.Of(ServerSettings.Default with { Threads = 1 });

    public SharedEngineProgram Program => new(
        [Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "lsp-completion.exe" : "lsp-completion")], Folder);

    /// <summary>A window that has not connected yet.</summary>
    public SharedBackend NewBackend(EngineSettings? settings = null)
    {
        SharedBackend backend = new(settings ?? Settings, Program, TimeProvider.System, _ => { });
        _backends.Add(backend);
        return backend;
    }

    /// <summary>A window that has.</summary>
    public async Task<SharedBackend> OpenAsync()
    {
        SharedBackend backend = NewBackend();
        await backend.LoadAsync(new Progress<double>(), TestContext.Current.CancellationToken)
            .WithPatienceAsync("the process that runs the model");
        return backend;
    }

    /// <summary>Waits until no process claims an address any more.</summary>
    public async Task EndAsync()
    {
        SharedEngineAddress address = SharedEngineAddress.Of(Settings, Folder);
        await Patience.UntilAsync(IsFreeAsync, "the process that runs the model to go with its last window");

        async Task<bool> IsFreeAsync()
        {
            await using FileStream? claim = address.TryClaim();
            return claim is not null;
        }
    }

    /// <summary>Completes a small class.</summary>
    public static CompletionRequest Request(string member = "Age") => new()
    {
        Path = "Person.cs",
        Prefix = $"public class Person\n{{\n    public string Name {{ get; set; }}\n\n    public int {member[0]}",
        Suffix = $"\n\n    public override string ToString() => $\"{{Name}} is {{{member}}}\";\n}}\n",
    };

    public async ValueTask DisposeAsync()
    {
        foreach (SharedBackend backend in _backends)
            await backend.DisposeAsync();
        await EndAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
