namespace LspCompletion.EndToEnd.Tests;

/// <summary>How a run of the executable ended. Line breaks are \n on every system.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">What it wrote to standard output.</param>
/// <param name="Error">What it wrote to standard error.</param>
internal sealed record ExecutableResult(int ExitCode, string Output, string Error);
