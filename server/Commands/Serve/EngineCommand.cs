using System.CommandLine;
using System.Runtime.InteropServices;
using System.Text.Json;
using LspCompletion.Engine;
using LspCompletion.Server.Backends;
using LspCompletion.Server.Backends.Sharing;
using LspCompletion.Server.Commands.Conventions;

namespace LspCompletion.Server.Commands.Serve;

/// <summary>
/// <c>lsp-completion engine</c>: runs a model for all servers of a machine. It is for <see cref="SharedEngineProgram"/>,
/// which starts it and tells it which model on standard input, and not shown to users.
/// </summary>
internal static partial class EngineCommand
{
    /// <summary>How long the model may take to stop when nobody needs it any more.</summary>
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(2);

    /// <summary>Describes the command and what it does.</summary>
    public static Command Create(CancellationToken cancellationToken)
    {
        Option<string> folderOption = new("--folder") { Required = true, HelpName = "DIR", Description = "The folder for sockets and locks." };
        Command command = new(SharedEngineProgram.Command, "Runs a model for all servers of this machine.") { folderOption };
        command.Hidden = true;
        command.SetAction(parsed => Run(parsed.GetValue(folderOption)!, cancellationToken));
        return command;
    }

    private static int Run(string folder, CancellationToken cancellationToken)
    {
        // It outlives the window that started it, and so must not end with that one's group of processes.
        if (!OperatingSystem.IsWindows())
            _ = StartSession();

        EngineSettings settings = ReadSettings();
        SharedEngineHost host = new(
            SharedEngineAddress.Of(settings, folder),
            settings,
            TimeProvider.System,
            backend => HardExit.Unless(() => backend.DisposeAsync().AsTask().Wait(), StopLimit, () => HardExit.Now(ExitCode.Success)));
        host.RunAsync(cancellationToken).GetAwaiter().GetResult();
        return ExitCode.Success;
    }

    private static EngineSettings ReadSettings()
    {
        try
        {
            return JsonSerializer.Deserialize(Console.In.ReadToEnd(), SharingJson.Default.EngineSettings)
                ?? throw new JsonException("nothing was given.");
        }
        catch (JsonException exception)
        {
            throw new EngineException(
                $"This command is for lsp-completion itself, which says on standard input what to run: {exception.Message}", exception);
        }
    }

    [LibraryImport("libc", EntryPoint = "setsid")]
    private static partial int StartSession();
}
