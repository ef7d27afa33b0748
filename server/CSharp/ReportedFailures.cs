namespace LspCompletion.Server.CSharp;

/// <summary>
/// What the compiler stumbled over. Completion goes on without that; each kind is told once, and the latest one is kept for
/// the status. Thread-safe; reading the message takes no lock.
/// </summary>
/// <param name="log">Is given one line for each kind; it holds no source text.</param>
/// <param name="onChange">Is called, under no lock, when the message is another one.</param>
internal sealed class ReportedFailures(Action<string> log, Action onChange)
{
    private readonly Lock _gate = new();
    private readonly HashSet<(string What, Type Kind)> _told = [];
    private volatile string _message = "";

    /// <summary>The latest failure, for the user; empty if there is none.</summary>
    public string Message => _message;

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
        // What the compiler's exceptions say may be source text.
        string message = $"In C#, the {what} failed ({exception.GetType().Name}{PlaceOf(exception)}); please report this.";
        bool isNew;
        bool isOther;
        lock (_gate)
        {
            isNew = _told.Add((what, exception.GetType()));
            isOther = _message != message;
            _message = message;
        }

        if (isNew)
            log(message);
        if (isOther)
            onChange();
    }

    /// <summary>Forgets the message: what it was about has gone.</summary>
    public void Clear()
    {
        lock (_gate)
            _message = "";
    }

    /// <summary>The method that threw, as the first line of the stack has it.</summary>
    private static string PlaceOf(Exception exception)
    {
        string line = exception.StackTrace?.AsSpan().TrimStart().ToString() ?? "";
        int end = line.IndexOfAny(['(', '\r', '\n']);
        return end < 0 ? "" : " " + line[..end];
    }
}
