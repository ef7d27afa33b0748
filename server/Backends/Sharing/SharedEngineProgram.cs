using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using LspCompletion.Engine;

namespace LspCompletion.Server.Backends.Sharing;

/// <summary>Starts the process that runs a model for all windows.</summary>
/// <param name="program">The program to start, and arguments that come before its own.</param>
/// <param name="folder">The folder for sockets and locks.</param>
internal sealed class SharedEngineProgram(IReadOnlyList<string> program, string folder)
{
    /// <summary>The hidden command that the program is started with.</summary>
    public const string Command = "engine";

    /// <summary>The folder for sockets and locks.</summary>
    public string Folder => folder;

    /// <summary>This program, started once more.</summary>
    public static SharedEngineProgram OfThisProgram { get; } = new(
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet"
            ? [Environment.ProcessPath!, Environment.GetCommandLineArgs()[0]]
            : [Environment.ProcessPath!],
        SharedEngineAddress.UserFolder);

    /// <summary>
    /// Starts it. It ends by itself when another one listens already, or when no server is left.
    /// </summary>
    /// <exception cref="EngineException">It can't be started.</exception>
    public StartedEngine Start(EngineSettings settings)
    {
        // None of this process' streams are its own: an editor that waits for their end would wait for the engine's.
        ProcessStartInfo start = new(program[0], [.. program.Skip(1), Command, "--folder", folder])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            CreateNoWindow = true,
        };
        try
        {
            Process process = Process.Start(start)!;
            process.StandardInput.WriteLine(JsonSerializer.Serialize(settings, SharingJson.Default.EngineSettings));
            process.StandardInput.Close();
            return new StartedEngine(process);
        }
        catch (Exception exception) when (exception is Win32Exception or IOException)
        {
            throw new EngineException(
                $"The process that runs the model for all windows can't be started: {exception.Message}", exception);
        }
    }
}
