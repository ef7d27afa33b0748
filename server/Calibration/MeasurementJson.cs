using System.Text.Json.Serialization;

namespace LspCompletion.Server.Calibration;

/// <summary>A measurement as a pipe has it: on one line, so that all of it has come when the line has ended.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(Measurement))]
internal sealed partial class MeasurementJson : JsonSerializerContext;
