namespace LspCompletion.Server.Tests.Rooms;

/// <summary>A room: a folder of sources, whose namespace is the same.</summary>
/// <param name="Name">The folder.</param>
/// <param name="Uses">The rooms whose types it may use.</param>
internal sealed record Room(string Name, params string[] Uses);
