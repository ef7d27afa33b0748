namespace LspCompletion.Tests;

/// <summary>What the hub was asked.</summary>
/// <param name="Path">The path with its query.</param>
/// <param name="From">The first byte that was asked for.</param>
/// <param name="Authorization">The header of that name; null without one.</param>
internal sealed record HubRequest(string Path, long From, string? Authorization);
