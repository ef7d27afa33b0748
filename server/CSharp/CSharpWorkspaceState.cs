namespace LspCompletion.Server.CSharp;

/// <summary>What the user can see of the workspace.</summary>
/// <param name="IsReady">Whether the projects are loaded.</param>
/// <param name="Percent">How much of the loading is done.</param>
/// <param name="Projects">The projects loaded.</param>
/// <param name="Problems">What was left out and why, one line each.</param>
internal sealed record CSharpWorkspaceState(bool IsReady, int Percent, int Projects, IReadOnlyList<string> Problems)
{
    /// <summary>The state in one line.</summary>
    public string Message => !IsReady ? $"C# projects are being loaded ({Percent} %)."
        : Problems.Count == 0 ? $"{Projects} C# projects."
        : $"{Projects} C# projects; {Problems.Count} problems, the first: {Problems[0]}.";
}
