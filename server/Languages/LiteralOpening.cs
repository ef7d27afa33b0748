namespace LspCompletion.Server.Languages;

/// <summary>The beginning of a literal text.</summary>
/// <param name="Length">How long it is; with what closes the literal where <paramref name="Close"/> is empty.</param>
/// <param name="Close">What closes the literal; empty where it is closed already.</param>
internal readonly record struct LiteralOpening(int Length, string Close)
{
    /// <summary>What opens code within it; empty where nothing does.</summary>
    public string Hole { get; init; } = "";
}
