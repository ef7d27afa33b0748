namespace LspCompletion.EndToEnd.Tests.Editors;

/// <summary>What came of opening a folder in an editor, as its driver prints it.</summary>
/// <param name="Status">What the server says that it does.</param>
/// <param name="Shown">What it wanted the user to read.</param>
internal sealed record FolderReport(string Status, string[] Shown);
