using System.Text.Json;
using System.Text.Json.Serialization;
using LspCompletion.Server.Commands.Conventions;

namespace LspCompletion.Server.Commands.Doctor;

/// <summary>Writes the report of <c>doctor --at</c> as JSON.</summary>
[JsonSerializable(typeof(PlaceReport))]
internal sealed partial class DoctorJson : JsonSerializerContext
{
    private static readonly DoctorJson Readable = new(ReportFormat.With());

    /// <summary>What <c>doctor --at --json</c> prints.</summary>
    public static string Write(PlaceReport report) => JsonSerializer.Serialize(report, Readable.PlaceReport);
}
