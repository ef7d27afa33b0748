using System.CommandLine;
using LspCompletion.Engine;
using LspCompletion.Server.Commands.Complete;
using LspCompletion.Server.Commands.Conventions;
using LspCompletion.Server.Commands.Doctor;
using LspCompletion.Server.Commands.Evaluate;
using LspCompletion.Server.Commands.Explain;
using LspCompletion.Server.Commands.Models;
using LspCompletion.Server.Commands.Replay;
using LspCompletion.Server.Commands.Serve;
using Spectre.Console;

namespace LspCompletion.Server.Commands;

/// <summary>The commands of <c>lsp-completion</c>, and what becomes of their errors.</summary>
internal static class CommandLine
{
    /// <summary>Runs the command that <paramref name="arguments"/> ask for.</summary>
    /// <returns>The process' exit code, one of <see cref="ExitCode"/>.</returns>
    public static int Run(IReadOnlyList<string> arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        RootCommand root = Create(terminal, cancellationToken);

        // A file may be called @name; it is not a list of arguments.
        ParseResult parsed = root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count > 0)
        {
            string causes = string.Join(' ', parsed.Errors.Select(error => error.Message));
            WriteError(terminal.Error, $"{causes} `{HelpFor(parsed)}` shows what is possible.");
            return ExitCode.Usage;
        }

        InvocationConfiguration invocation = new()
        {
            Output = terminal.Output.Profile.Out.Writer,
            Error = terminal.Error.Profile.Out.Writer,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        try
        {
            return parsed.Invoke(invocation);
        }
        catch (EngineException exception)
        {
            WriteError(terminal.Error, exception.Message);
            return ExitCode.Error;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return ExitCode.Cancelled;
        }
    }

    /// <summary>Describes all commands.</summary>
    internal static RootCommand Create(Terminal terminal, CancellationToken cancellationToken) =>
        new("Completes source code with a small language model on this machine.")
        {
            CompleteCommand.Create(terminal, cancellationToken),
            BenchCommand.Create(terminal, cancellationToken),
            EvalCommand.Create(terminal, cancellationToken),
            ExplainCommand.Create(terminal, cancellationToken),
            ServeCommand.Create(terminal, cancellationToken),
            ModelsCommand.Create(terminal, cancellationToken),
            DoctorCommand.Create(terminal, cancellationToken),
            MeasureCommand.Create(terminal, cancellationToken),
            EngineCommand.Create(cancellationToken),
        };

    private static string HelpFor(ParseResult parsed)
    {
        IEnumerable<string> names = parsed.CommandResult.Command is RootCommand
            ? []
            : parsed.CommandResult.Command.Parents.OfType<Command>().Where(parent => parent is not RootCommand)
                .Append(parsed.CommandResult.Command).Select(command => command.Name);
        return string.Join(' ', ["lsp-completion", .. names, "--help"]);
    }

    private static void WriteError(IAnsiConsole console, string message) => console.Unwrapped()
        .Write("error: ", new Style(Color.Red, decoration: Decoration.Bold))
        .WriteLine(ControlPictures.Replace(message.ReplaceLineEndings(" ")));
}
