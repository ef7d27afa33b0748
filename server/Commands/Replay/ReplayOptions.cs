namespace LspCompletion.Server.Commands.Replay;

/// <summary>How files are typed and what is measured.</summary>
internal sealed record ReplayOptions
{
    /// <summary>What to measure.</summary>
    public required CacheModes Modes { get; init; }

    /// <summary>Whether suggestions that fit are accepted.</summary>
    public required bool AcceptsSuggestions { get; init; }

    /// <summary>The most keys to press in a file. 0: no limit.</summary>
    public required int MostKeystrokes { get; init; }

    /// <summary>How many completions to measure without the cache, spread evenly over the keys. 0: all.</summary>
    public required int Sample { get; init; }

    /// <summary>The most tokens of a completion.</summary>
    public required int MaxTokens { get; init; }

    /// <summary>The number of keys to press for a typed range of so many characters, at most.</summary>
    public int KeystrokesFor(int characters) =>
        MostKeystrokes == 0 ? characters : Math.Min(MostKeystrokes, characters);

    /// <summary>The number of completions to measure without the cache after so many keys, at most.</summary>
    public int SampleOf(int keystrokes) => Sample == 0 ? keystrokes : Math.Min(Sample, keystrokes);
}
