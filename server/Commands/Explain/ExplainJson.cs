using System.Text.Json;
using System.Text.Json.Serialization;
using LspCompletion.Server.Commands.Conventions;

namespace LspCompletion.Server.Commands.Explain;

/// <summary>Writes the reports of <c>explain</c> as JSON.</summary>
[JsonSerializable(typeof(CacheExplanation))]
[JsonSerializable(typeof(ArchitectureComparison))]
internal sealed partial class ExplainJson : JsonSerializerContext
{
    private static readonly ExplainJson Readable = new(ReportFormat.With());

    /// <summary>What <c>explain cache --json</c> prints.</summary>
    public static string Write(CacheExplanation explanation) => JsonSerializer.Serialize(explanation, Readable.CacheExplanation);

    /// <summary>What <c>explain architectures --json</c> prints.</summary>
    public static string Write(ArchitectureComparison comparison) =>
        JsonSerializer.Serialize(comparison, Readable.ArchitectureComparison);
}
