namespace LspCompletion.Engine.Models.Hub;

/// <summary>A file of a repository, as the hub lists it.</summary>
/// <param name="Path">Its path in the repository, which stays inside of it.</param>
/// <param name="Size">Its bytes.</param>
/// <param name="Checksum">What its bytes must hash to.</param>
internal sealed record HubFile(string Path, long Size, HubChecksum Checksum);
