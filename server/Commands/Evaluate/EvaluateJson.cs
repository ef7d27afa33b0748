using System.Text.Json;
using System.Text.Json.Serialization;
using LspCompletion.Server.Commands.Conventions;
using LspCompletion.Server.Evaluation;

namespace LspCompletion.Server.Commands.Evaluate;

/// <summary>Writes the reports of <c>eval</c> as JSON.</summary>
[JsonSerializable(typeof(EvaluationReport))]
[JsonSerializable(typeof(ContextWorthReport))]
[JsonSerializable(typeof(LanguagesReport))]
internal sealed partial class EvaluateJson : JsonSerializerContext
{
    private static readonly EvaluateJson Readable = new(ReportFormat.With(ReportFormat.Names<EvaluatedPart>(), ReportFormat.Names<BlankKind>(), ReportFormat.Names<PlaceOutcome>()));

    /// <summary>What <c>eval --csharp --json</c> prints.</summary>
    public static string Write(EvaluationReport report) => JsonSerializer.Serialize(report, Readable.EvaluationReport);

    /// <summary>What <c>eval DIR --json</c> prints. It holds source text: what stood at each place, and what was suggested.</summary>
    public static string Write(LanguagesReport report) => JsonSerializer.Serialize(report, Readable.LanguagesReport);

    /// <summary>What <c>eval --worth --json</c> prints.</summary>
    public static string Write(ContextWorthReport report) => JsonSerializer.Serialize(report, Readable.ContextWorthReport);
}
