using LspCompletion.Server.Settings;

namespace LspCompletion.Server.Backends;

/// <summary>What decides which backend writes: while it stays the same, the backend does.</summary>
/// <param name="Engine">The model of this machine, and how it is run.</param>
/// <param name="IsShared">Whether all windows share its process.</param>
/// <param name="Remote">The engine elsewhere that writes in its place; <see langword="null"/> if there is none.</param>
/// <param name="FallsBack">Whether the model of this machine writes while that engine can't.</param>
internal sealed record BackendSettings(EngineSettings Engine, bool IsShared, RemoteSettings? Remote, bool FallsBack)
{
    /// <summary>What the server's settings say of it.</summary>
    public static BackendSettings Of(ServerSettings settings) => new(
        EngineSettings.Of(settings), settings.SharedEngine, RemoteSettings.Of(settings), settings.BackendFallback);
}
