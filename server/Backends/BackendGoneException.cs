namespace LspCompletion.Server.Backends;

/// <summary>What writes completions was disposed of, or was never there: whoever still wants one asks what took its place.</summary>
internal sealed class BackendGoneException() : Exception("What writes completions has gone; another one is to take its place.");
