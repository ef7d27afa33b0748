namespace LspCompletion.Engine.Decoding;

/// <summary>The names of which one must come next. What follows the name is free.</summary>
/// <param name="Names">The names. None of them may be empty.</param>
/// <param name="Typed">How many UTF-16 code units of the name stand there already, the same in all names.</param>
/// <param name="Placement">Where it comes.</param>
public sealed record AllowedNames(IReadOnlyList<string> Names, int Typed, NamePlacement Placement)
{
    /// <summary>A name is due, and nobody knows which there are.</summary>
    public static AllowedNames Unknown { get; } = new([], 0, NamePlacement.Here);
}
