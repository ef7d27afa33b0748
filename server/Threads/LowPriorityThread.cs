using System.Threading.Channels;

namespace LspCompletion.Server.Threads;

/// <summary>
/// Does what it is given, one after another and in that order, on a thread of low priority: the model's threads go first.
/// </summary>
internal sealed class LowPriorityThread : IDisposable
{
    private readonly Channel<Action<CancellationToken>> _work =
        Channel.CreateUnbounded<Action<CancellationToken>>(new UnboundedChannelOptions { SingleReader = true });

    private readonly CancellationTokenSource _ending = new();
    private readonly Action<Exception> _onFailure;
    private readonly Action _atEnd;

    /// <param name="name">What a debugger shows.</param>
    /// <param name="onFailure">Is told of what was thrown; the thread goes on.</param>
    /// <param name="atEnd">Is done last, when the thread was disposed of.</param>
    public LowPriorityThread(string name, Action<Exception> onFailure, Action atEnd)
    {
        _onFailure = onFailure;
        _atEnd = atEnd;

        // Whoever starts a thread waits until it runs, on a busy machine for milliseconds.
        var thread = new Thread(Run) { Name = name, IsBackground = true, Priority = ThreadPriority.BelowNormal };
        _ = Task.Run(thread.Start);
    }

    /// <summary>Has something done, once what was given before is done.</summary>
    /// <param name="work">Is given a token that ends it when the thread is disposed of; it is called even then.</param>
    /// <returns>Whether it will be: not after the thread was disposed of.</returns>
    public bool TryPost(Action<CancellationToken> work) => _work.Writer.TryWrite(work);

    /// <summary>Ends what is being done. Returns at once, whatever that is.</summary>
    public void Dispose()
    {
        if (_work.Writer.TryComplete())
            _ = _ending.CancelAsync();
    }

    private void Run()
    {
        while (_work.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            while (_work.Reader.TryRead(out Action<CancellationToken>? work))
                Do(work);
        }

        Do(_ => _atEnd());
    }

    private void Do(Action<CancellationToken> work)
    {
        try
        {
            work(_ending.Token);
        }
        catch (OperationCanceledException)
        {
            // Whoever waits for it has been told.
        }
        catch (Exception exception)
        {
            _onFailure(exception);
        }
    }
}
