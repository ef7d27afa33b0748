using System.Text.Json.Serialization;

namespace LspCompletion.Server.Calibration;

/// <summary>Measurements as files have them.</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(Dictionary<string, CalibrationRecord>))]
[JsonSerializable(typeof(CalibrationRecord))]
internal sealed partial class CalibrationJson : JsonSerializerContext;
