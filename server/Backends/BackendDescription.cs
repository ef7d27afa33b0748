namespace LspCompletion.Server.Backends;

/// <summary>What writes completions.</summary>
/// <param name="Model">The model's name.</param>
/// <param name="ExecutionProvider">What computes it; <see langword="null"/> if nobody knows.</param>
/// <param name="Remark">What is worth a line in the log; <see langword="null"/> if nothing.</param>
internal sealed record BackendDescription(string Model, string? ExecutionProvider, string? Remark)
{
    /// <summary>The machine that text is sent to; <see langword="null"/> if it stays on this one.</summary>
    public string? Destination { get; init; }
}
