using System.CommandLine;
using LspCompletion.Server.Commands.Conventions;
using LspCompletion.Server.Settings;

namespace LspCompletion.Server.Commands.Serve;

/// <summary><c>lsp-completion serve</c>: the language server.</summary>
internal static class ServeCommand
{
    /// <summary>How long the model may take to stop; the process is gone within 2 seconds of its client.</summary>
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(1);

    /// <summary>Describes the command and what it does.</summary>
    public static Command Create(Terminal terminal, CancellationToken cancellationToken)
    {
        Option<bool> stdioOption = new("--stdio")
        {
            Description = "Speak over standard input and output. That is what happens without --pipe, too.",
        };
        Option<string?> pipeOption = new("--pipe")
        {
            HelpName = "NAME",
            Description = "Connect to the client's named pipe, or to its socket elsewhere than on Windows.",
        };
        Option<int?> clientOption = CommandOptions.OptionalNumber(
            "--clientProcessId", least: 1, "End when this process ends.");

        Command command = new("serve", "Serves an editor: a language server for inline completion.")
        {
            stdioOption,
            pipeOption,
            clientOption,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(stdioOption) && result.GetValue(pipeOption) is not null)
                result.AddError("--stdio and --pipe are two ways to speak: choose one.");
        });
        command.SetAction(parsed =>
        {
            using ClientStreams streams = parsed.GetValue(pipeOption) is { } pipe
                ? ClientStreams.Connect(pipe, cancellationToken)
                : ClientStreams.OfProcess(terminal);
            return Serve(terminal, streams, parsed.GetValue(clientOption), cancellationToken);
        });
        return command;
    }

    private static int Serve(
        Terminal terminal, ClientStreams streams, int? clientProcessId, CancellationToken cancellationToken)
    {
        // A read of standard input occupies a thread for as long as the client is silent.
        ThreadPool.GetMinThreads(out int workers, out int completionPorts);
        ThreadPool.SetMinThreads(workers + 1, completionPorts);

        // Most clients start it in the folder that is open, which somebody else may have filled.
        Directory.SetCurrentDirectory(AppContext.BaseDirectory);

        CompletionHost host = new(new SettingsSource(SettingsFile.UserPath), TimeProvider.System);
        LanguageServer server = new(host, terminal.Error.Profile.Out.Writer);
        int exitCode = server
            .RunAsync(streams.Input, streams.Output, clientProcessId, cancellationToken).GetAwaiter().GetResult();

        // The process ends whether or not a step of the model does.
        HardExit.Unless(host.Dispose, StopLimit, () => HardExit.Now(exitCode));
        return exitCode;
    }
}
