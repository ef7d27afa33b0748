using LspCompletion.Engine.Decoding;

namespace LspCompletion.Engine.Remote;

/// <summary>What one event of an engine's answer brings.</summary>
/// <param name="Text">The next piece of the completion; may be empty.</param>
/// <param name="LogProbabilities">Those of its tokens, where the engine tells them.</param>
/// <param name="End">Why the completion ends here; <see langword="null"/> if it goes on.</param>
/// <param name="Usage">What it cost up to here; <see langword="null"/> if the engine doesn't tell yet.</param>
internal sealed record RemotePiece(
    string Text, IReadOnlyList<float> LogProbabilities, StopReason? End, RemoteUsage? Usage);
