using System.Text.Json;
using System.Text.Json.Serialization;
using LspCompletion.Engine.Models.Hub;
using LspCompletion.Server.Commands.Conventions;

namespace LspCompletion.Server.Commands.Models;

/// <summary>Writes the report of <c>models list</c> as JSON.</summary>
[JsonSerializable(typeof(ModelList))]
internal sealed partial class ModelsJson : JsonSerializerContext
{
    private static readonly ModelsJson Readable = new(ReportFormat.With(ReportFormat.Names<SpeedClass>()));

    /// <summary>What <c>models list --json</c> prints.</summary>
    public static string Write(ModelList models) => JsonSerializer.Serialize(models, Readable.ModelList);
}
