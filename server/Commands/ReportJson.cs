using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using LspCompletion.Server.Commands.Explain;
using LspCompletion.Server.Commands.Models;
using LspCompletion.Server.Commands.Replay;
using LspCompletion.Server.CSharp.Evaluation;

namespace LspCompletion.Server.Commands;

/// <summary>Writes the reports of the commands as JSON.</summary>
[JsonSerializable(typeof(CompletionReport))]
[JsonSerializable(typeof(ReplayReport))]
[JsonSerializable(typeof(ServerReplayReport))]
[JsonSerializable(typeof(EvaluationReport))]
[JsonSerializable(typeof(ContextWorthReport))]
[JsonSerializable(typeof(ModelList))]
[JsonSerializable(typeof(CacheExplanation))]
[JsonSerializable(typeof(ArchitectureComparison))]
internal sealed partial class ReportJson : JsonSerializerContext
{
    private static readonly ReportJson Readable = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters =
        {
            new JsonStringEnumConverter<Engine.Decoding.StopReason>(JsonNamingPolicy.CamelCase),
            new JsonStringEnumConverter<EvaluatedPart>(JsonNamingPolicy.CamelCase),
            new JsonStringEnumConverter<Engine.Models.Hub.SpeedClass>(JsonNamingPolicy.CamelCase),
        },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        WriteIndented = true,
        NewLine = "\n",
        // The text goes to a file or a pipe, never into HTML: code stays readable.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    /// <summary>What <c>complete --json</c> prints.</summary>
    public static string Write(CompletionReport report) => JsonSerializer.Serialize(report, Readable.CompletionReport);

    /// <summary>What <c>bench --server --json</c> prints.</summary>
    public static string Write(ServerReplayReport report) =>
        JsonSerializer.Serialize(report, Readable.ServerReplayReport);

    /// <summary>What <c>eval --json</c> prints.</summary>
    public static string Write(EvaluationReport report) => JsonSerializer.Serialize(report, Readable.EvaluationReport);

    /// <summary>What <c>eval --worth --json</c> prints.</summary>
    public static string Write(ContextWorthReport report) => JsonSerializer.Serialize(report, Readable.ContextWorthReport);

    /// <summary>What <c>models list --json</c> prints.</summary>
    public static string Write(ModelList models) => JsonSerializer.Serialize(models, Readable.ModelList);

    /// <summary>What <c>explain cache --json</c> prints.</summary>
    public static string Write(CacheExplanation explanation) => JsonSerializer.Serialize(explanation, Readable.CacheExplanation);

    /// <summary>What <c>explain architectures --json</c> prints.</summary>
    public static string Write(ArchitectureComparison comparison) =>
        JsonSerializer.Serialize(comparison, Readable.ArchitectureComparison);

    /// <summary>What <c>bench --json</c> prints.</summary>
    public static string Write(ReplayReport report) => JsonSerializer.Serialize(report, Readable.ReplayReport);
}
