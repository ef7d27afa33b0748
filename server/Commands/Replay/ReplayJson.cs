using System.Text.Json;
using System.Text.Json.Serialization;
using LspCompletion.Server.Commands.Conventions;

namespace LspCompletion.Server.Commands.Replay;

/// <summary>Writes the reports of <c>bench</c> as JSON.</summary>
[JsonSerializable(typeof(ReplayReport))]
[JsonSerializable(typeof(ServerReplayReport))]
internal sealed partial class ReplayJson : JsonSerializerContext
{
    private static readonly ReplayJson Readable = new(ReportFormat.With());

    /// <summary>What <c>bench --json</c> prints.</summary>
    public static string Write(ReplayReport report) => JsonSerializer.Serialize(report, Readable.ReplayReport);

    /// <summary>What <c>bench --server --json</c> prints.</summary>
    public static string Write(ServerReplayReport report) =>
        JsonSerializer.Serialize(report, Readable.ServerReplayReport);
}
