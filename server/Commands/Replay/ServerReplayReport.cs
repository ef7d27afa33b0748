namespace LspCompletion.Server.Commands.Replay;

/// <summary>What <c>bench --server</c> prints.</summary>
/// <param name="Files">Each file's figures, in the order in which the user named them.</param>
/// <param name="Total">All files' figures together.</param>
internal sealed record ServerReplayReport(IReadOnlyList<ServerReport> Files, ServerReport Total)
{
    /// <summary>Sums up at least one file.</summary>
    public static ServerReplayReport Of(IReadOnlyList<ServerReplay> replays) =>
        new([.. replays.Select(replay => ServerReport.Of(replay.Name, [replay]))], ServerReport.Of(null, replays));
}
