using LspCompletion.Server.Backends;
using LspCompletion.Server.Backends.Sharing;

namespace LspCompletion.Server.Commands.Serve;

/// <summary>Puts together what writes completions, as the settings say.</summary>
/// <param name="engine">Starts the process that all windows share.</param>
/// <param name="clock">The time.</param>
internal sealed class BackendFactory(SharedEngineProgram engine, TimeProvider clock)
{
    /// <summary>One that starts this program where a process is to be shared.</summary>
    public static BackendFactory OfThisProgram { get; } = new(SharedEngineProgram.OfThisProgram, TimeProvider.System);

    /// <summary>Makes a backend; it isn't loaded yet.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="log">Is given lines for the log; they hold no source text.</param>
    public IBackend Open(BackendSettings settings, Action<string> log)
    {
        if (settings.Remote is not { } remote)
            return OpenLocal();

        RemoteBackend elsewhere = new(remote, clock);
        return settings.FallsBack ? new FallbackBackend(elsewhere, OpenLocal, remote.Destination, clock, log) : elsewhere;

        // Where the process can't be had, its window has the model to itself.
        IBackend OpenLocal() => settings.IsShared
            ? new FallbackBackend(new SharedBackend(settings.Engine, engine, clock, log), OpenHere, destination: null, clock, log)
            : OpenHere();

        IBackend OpenHere() => new LocalBackend(settings.Engine, clock, log);
    }
}
