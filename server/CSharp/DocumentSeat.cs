namespace LspCompletion.Server.CSharp;

/// <summary>Where an open document belongs, until the projects are loaded anew.</summary>
/// <param name="Loaded">The projects.</param>
/// <param name="Project">The one among them.</param>
internal sealed record DocumentSeat(LoadedProjects Loaded, CSharpProject Project);
