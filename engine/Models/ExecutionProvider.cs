using System.Text.Json.Serialization;

namespace LspCompletion.Engine.Models;

/// <summary>What computes a graph, in ONNX Runtime's sense of the word.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ExecutionProvider>))]
public enum ExecutionProvider
{
    /// <summary>The processor's cores; everywhere.</summary>
    [JsonStringEnumMemberName("cpu")]
    Cpu,

    /// <summary>Any graphics processor under Windows, through DirectML.</summary>
    [JsonStringEnumMemberName("directml")]
    DirectMl,
}
