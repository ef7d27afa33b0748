using System.Collections.Concurrent;

namespace LspCompletion.Server.Completion;

/// <summary>
/// What must not happen, and cost a part of one request: each kind is told once, since what fails once fails at every key.
/// </summary>
/// <param name="log">Is given a line that holds no source text.</param>
internal sealed class Failures(Action<string> log)
{
    private readonly ConcurrentDictionary<(string What, Type Kind), bool> _told = new();

    /// <summary>Takes note of a failure.</summary>
    /// <param name="what">What failed.</param>
    /// <param name="exception">How.</param>
    /// <returns>The same in one line, for the record.</returns>
    public string Tell(string what, Exception exception)
    {
        string line = $"{what} failed ({exception.GetType().Name}: {exception.Message}); please report this";
        if (_told.TryAdd((what, exception.GetType()), true))
            log($"{line}.");
        return line;
    }
}
