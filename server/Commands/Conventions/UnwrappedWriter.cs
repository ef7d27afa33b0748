using Spectre.Console;

namespace LspCompletion.Server.Commands.Conventions;

/// <summary>Writes text as it stands, styled where the console can: code must not be wrapped to a width.</summary>
internal static class UnwrappedWriter
{
    /// <summary>
    /// A writer to <paramref name="console"/>. Unlike <see cref="IAnsiConsole.WriteAnsi"/> it also writes where the
    /// console understands no escape sequences, only without styles then.
    /// </summary>
    public static AnsiWriter Unwrapped(this IAnsiConsole console) =>
        new(console.Profile.Out.Writer, console.Profile.Capabilities);
}
