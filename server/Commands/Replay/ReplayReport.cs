namespace LspCompletion.Server.Commands.Replay;

/// <summary>What <c>bench</c> prints.</summary>
/// <param name="Files">Each file's figures, in the order in which the user named them.</param>
/// <param name="Total">All files' figures together.</param>
internal sealed record ReplayReport(IReadOnlyList<FileReport> Files, FileReport Total)
{
    /// <summary>Sums up at least one file.</summary>
    public static ReplayReport Of(IReadOnlyList<FileReplay> replays) =>
        new([.. replays.Select(FileReport.Of)], FileReport.Of(replays));
}
