namespace LspCompletion.Server.CSharp.Projects;

/// <summary>An item of a project file.</summary>
/// <param name="Kind">Such as <c>Compile</c>.</param>
/// <param name="Include">What it adds; empty if nothing.</param>
/// <param name="Remove">What it takes away; empty if nothing.</param>
/// <param name="Folder">The folder of the file that it stands in.</param>
/// <param name="Metadata">What else it says.</param>
internal sealed record ProjectItem(
    string Kind, string Include, string Remove, string Folder, IReadOnlyDictionary<string, string> Metadata);
