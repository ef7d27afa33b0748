using System.Collections.Concurrent;

namespace LspCompletion.Server.Insight;

/// <summary>
/// What must not happen, and cost a part of one request: each kind is told once, since what fails once fails at every key.
/// Told are the kind and the place, and not what the exception says: that may be source text.
/// </summary>
/// <param name="log">Is given one line for each kind; it holds no source text.</param>
internal sealed class Failures(Action<string> log)
{
    private readonly ConcurrentDictionary<(string What, Type Kind), bool> _told = new();

    /// <summary>Takes note of a failure.</summary>
    /// <param name="what">What failed.</param>
    /// <param name="exception">How.</param>
    /// <returns>The same in one line, for the record.</returns>
    public string Tell(string what, Exception exception)
    {
        string line = $"{what} failed ({exception.GetType().Name}{PlaceOf(exception)}); please report this";
        if (_told.TryAdd((what, exception.GetType()), true))
            log($"{line}.");
        return line;
    }

    /// <summary>The method that threw, as the first line of the stack has it.</summary>
    private static string PlaceOf(Exception exception)
    {
        string line = exception.StackTrace?.AsSpan().TrimStart().ToString() ?? "";
        int end = line.IndexOfAny(['(', '\r', '\n']);
        return end < 0 ? "" : " " + line[..end];
    }
}
