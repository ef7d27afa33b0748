using System.Text.Json;
using System.Text.Json.Serialization;
using LspCompletion.Engine.Decoding;
using LspCompletion.Server.Commands.Conventions;

namespace LspCompletion.Server.Commands.Complete;

/// <summary>Writes the report of <c>complete</c> as JSON.</summary>
[JsonSerializable(typeof(CompletionReport))]
internal sealed partial class CompleteJson : JsonSerializerContext
{
    private static readonly CompleteJson Readable = new(ReportFormat.With(ReportFormat.Names<StopReason>()));

    /// <summary>What <c>complete --json</c> prints.</summary>
    public static string Write(CompletionReport report) => JsonSerializer.Serialize(report, Readable.CompletionReport);
}
