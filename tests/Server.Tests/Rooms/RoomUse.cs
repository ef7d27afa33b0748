namespace LspCompletion.Server.Tests.Rooms;

/// <summary>A file that uses a type of another room, or of a package.</summary>
/// <param name="Room">The file's room.</param>
/// <param name="File">The file.</param>
/// <param name="UsedRoom">The type's room; <see langword="null"/> where it is a package's.</param>
/// <param name="Namespace">The type's namespace.</param>
/// <param name="Type">The type, with its namespace.</param>
internal sealed record RoomUse(string Room, string File, string? UsedRoom, string Namespace, string Type);
