using LspCompletion.Server.Insight;

namespace LspCompletion.Server.CSharp;

/// <summary>
/// What the compiler stumbled over. Completion goes on without that; each kind is told once, and the latest one is kept for
/// the status. Thread-safe; reading the message takes no lock.
/// </summary>
/// <param name="log">Is given one line for each kind; it holds no source text.</param>
/// <param name="onChange">Is called, under no lock, when the message is another one.</param>
internal sealed class ReportedFailures(Action<string> log, Action onChange)
{
    private readonly Failures _failures = new(log);
    private string _message = "";

    /// <summary>The latest failure, for the user; empty if there is none.</summary>
    public string Message => Volatile.Read(ref _message);

    /// <summary>Does something, and reports it if that fails.</summary>
    /// <typeparam name="T">What comes of it.</typeparam>
    /// <param name="what">What it is, for the user.</param>
    /// <param name="otherwise">What comes of it when it fails.</param>
    /// <param name="work">Does it.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public T Try<T>(string what, T otherwise, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            Report(what, exception);
            return otherwise;
        }
    }

    /// <summary>Reports that something failed.</summary>
    public void Report(string what, Exception exception)
    {
        string message = $"{_failures.Tell($"In C#, the {what}", exception)}.";
        if (Interlocked.Exchange(ref _message, message) != message)
            onChange();
    }

    /// <summary>Forgets the message: what it was about has gone.</summary>
    public void Clear() => Volatile.Write(ref _message, "");
}
