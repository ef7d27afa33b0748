namespace LspCompletion.Engine.Decoding;

/// <summary>What a character meant to a <see cref="BracketScanner"/>.</summary>
public enum BracketEvent
{
    /// <summary>Nothing that matters here.</summary>
    None,

    /// <summary>A bracket was closed that the scanned text had not opened.</summary>
    UnmatchedCloser,

    /// <summary>The string ended in which the scanned text began.</summary>
    FirstStringClosed,
}
