namespace LspCompletion.Server.Commands.Doctor;

/// <summary>What <c>doctor --at</c> prints.</summary>
/// <param name="Suggestion">What is suggested; left out if nothing.</param>
/// <param name="Reason">Why nothing is: the first finding that stops; left out if something is suggested.</param>
/// <param name="Settings">The file that the settings are from, there or not.</param>
/// <param name="Findings">What was found, in the order of the way.</param>
internal sealed record PlaceReport(string? Suggestion, string? Reason, string Settings, IReadOnlyList<PlaceFinding> Findings);
