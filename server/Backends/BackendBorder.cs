using LspCompletion.Engine;

namespace LspCompletion.Server.Backends;

/// <summary>
/// What may leave a backend: results, and the exceptions that <see cref="IBackend"/> names. Whatever else comes out of a
/// model, a runtime or a connection becomes one of them here, so that status and fallback know what to do in every case.
/// </summary>
internal static class BackendBorder
{
    /// <summary>Does work behind the border.</summary>
    /// <param name="worker">What does it, as the beginning of a sentence.</param>
    /// <param name="work">The work.</param>
    /// <param name="disposing">Is cancelled once the backend is disposed of.</param>
    /// <param name="cancellationToken">The caller's own token.</param>
    public static async Task<T> CrossAsync<T>(
        string worker, Func<Task<T>> work, CancellationToken disposing, CancellationToken cancellationToken)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(exception.Message, exception, cancellationToken);
        }
        catch (Exception exception) when (disposing.IsCancellationRequested && exception is not OvertakenException)
        {
            throw new BackendGoneException($"{worker} was let go.", exception);
        }
        catch (Exception exception) when (exception is not (EngineException or OvertakenException or BackendGoneException))
        {
            throw Failure(worker, exception);
        }
    }

    /// <summary>A failure that nobody has foreseen, in one line.</summary>
    public static EngineException Failure(string worker, Exception exception) => new(
        $"{worker} failed ({exception.GetType().Name}: {exception.Message.ReplaceLineEndings(" ")}); please report this.", exception);
}
