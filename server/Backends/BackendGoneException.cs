namespace LspCompletion.Server.Backends;

/// <summary>
/// What writes completions was disposed of, or was never there: nothing will come of it. Whoever still wants something asks
/// what took its place, if anything did.
/// </summary>
/// <param name="message">What has gone.</param>
/// <param name="innerException">How that was found out; <see langword="null"/> if it was known.</param>
internal sealed class BackendGoneException(
    string message = "What writes completions has gone; another one is to take its place.", Exception? innerException = null)
    : Exception(message, innerException);
