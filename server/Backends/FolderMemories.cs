using System.Collections.Concurrent;
using LspCompletion.Engine;
using LspCompletion.Engine.Memory;
using LspCompletion.Server.Threads;

namespace LspCompletion.Server.Backends;

/// <summary>
/// What is remembered of the folders that windows work in, where the model runs: windows of the same folder share it, and it
/// goes with the last of them. Texts become tokens on a thread of low priority, in the order in which they come. Thread-safe.
/// </summary>
internal sealed class FolderMemories : IAsyncDisposable
{
    private readonly long _budgetBytes;
    private readonly LowPriorityThread _thread;
    private readonly ConcurrentDictionary<string, Folder> _folders = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource<CompletionEngine> _engine = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="budgetBytes">The memory that each folder may take.</param>
    /// <param name="log">Is given lines for the log; they hold no source text.</param>
    public FolderMemories(long budgetBytes, Action<string> log)
    {
        _budgetBytes = budgetBytes;
        _thread = new LowPriorityThread(
            "memory", exception => log(BackendBorder.Failure("Remembering source files", exception).Message), _ended.SetResult);
    }

    /// <summary>The model is loaded: what was given before becomes tokens now.</summary>
    public void Use(CompletionEngine engine) => _engine.TrySetResult(engine);

    /// <summary>What is remembered of a folder's files now, but for one; <see langword="null"/> if nothing is.</summary>
    /// <param name="folder">The folder's path.</param>
    /// <param name="path">The path of that file in it: it is the document, which is another one in an editor than on disk.</param>
    public ProjectMemory? Without(string folder, string path) =>
        _folders.TryGetValue(folder, out Folder? held) && held.Index is { Current: { Files: > 0 } memory } ? memory.Without(path) : null;

    /// <summary>Remembers files as they are now.</summary>
    /// <param name="owner">The window that tells of them.</param>
    /// <param name="folder">The folder's path.</param>
    /// <param name="files">The files, each once.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What is remembered of the folder then.</returns>
    /// <exception cref="BackendGoneException">Disposed of.</exception>
    /// <exception cref="OperationCanceledException">Cancelled by the token.</exception>
    public Task<MemoryUsage> RememberAsync(
        string owner, string folder, IReadOnlyList<RememberedFile> files, CancellationToken cancellationToken)
    {
        var done = new TaskCompletionSource<MemoryUsage>(TaskCreationOptions.RunContinuationsAsynchronously);
        bool isPosted = _thread.TryPost(ending =>
        {
            try
            {
                using var either = CancellationTokenSource.CreateLinkedTokenSource(ending, cancellationToken);
                done.SetResult(Remember(owner, folder, files, either.Token));
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                done.SetException(Gone());
            }
            catch (OperationCanceledException)
            {
                done.SetCanceled(cancellationToken);
            }
            catch (Exception exception)
            {
                done.SetException(exception);
            }
        });
        return isPosted ? done.Task : throw Gone();
    }

    /// <summary>A window no longer works in a folder.</summary>
    public void Forget(string owner, string folder) => _thread.TryPost(_ => Leave(owner, folder));

    /// <summary>A window has gone.</summary>
    public void Forget(string owner) => _thread.TryPost(_ =>
    {
        foreach (string folder in _folders.Keys)
            Leave(owner, folder);
    });

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _thread.Dispose();
        await _ended.Task.ConfigureAwait(false);
        _folders.Clear();
    }

    private static BackendGoneException Gone() => new("What remembers source files was let go.");

    private MemoryUsage Remember(string owner, string folder, IReadOnlyList<RememberedFile> files, CancellationToken cancellationToken)
    {
        _engine.Task.Wait(cancellationToken);
        CompletionEngine engine = _engine.Task.Result;
        Folder held = _folders.GetOrAdd(folder, static _ => new Folder());
        held.Owners.Add(owner);
        ProjectMemoryIndex index = held.Index ??= new ProjectMemoryIndex(engine.VocabularySize, _budgetBytes);
        List<(string, ReadOnlyMemory<int>)> tokens = [];
        foreach (RememberedFile file in files)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (file.Text is { } text && TryEncode(engine, text) is { } encoded)
                tokens.Add((file.Path, encoded));
            else
                index.Remove(file.Path);
        }

        index.Set(tokens);
        ProjectMemory now = index.Current;
        return new MemoryUsage(now.Files, now.LeftOut, now.ByteCount);
    }

    /// <summary>A file's tokens; none where the tokenizer's patterns get out of hand on it.</summary>
    private static int[]? TryEncode(CompletionEngine engine, string text)
    {
        try
        {
            return engine.Encode(text);
        }
        catch (EngineException)
        {
            return null;
        }
    }

    private void Leave(string owner, string folder)
    {
        if (_folders.TryGetValue(folder, out Folder? held) && held.Owners.Remove(owner) && held.Owners.Count == 0)
            _folders.TryRemove(folder, out _);
    }

    /// <summary>A folder; but for reading its memory, the thread's alone.</summary>
    private sealed class Folder
    {
        public HashSet<string> Owners { get; } = new(StringComparer.Ordinal);

        public ProjectMemoryIndex? Index { get; set; }
    }
}
