namespace LspCompletion.Server.Commands.Doctor;

/// <summary>What was found on the way of a suggestion.</summary>
/// <param name="Name">Where on the way: <c>enabled</c>, <c>model</c>, <c>file</c>, <c>text</c>, <c>writing</c>, <c>confidence</c>, <c>filters</c>, <c>check</c>, <c>time</c>.</param>
/// <param name="Says">What was found, for a person.</param>
/// <param name="Stops">Whether it keeps the suggestion from being shown.</param>
internal sealed record PlaceFinding(string Name, string Says, bool Stops);
