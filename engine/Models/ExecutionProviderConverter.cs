using System.Text.Json;
using System.Text.Json.Serialization;
using LspCompletion.Engine.Inference;

namespace LspCompletion.Engine.Models;

/// <summary>Execution providers as manifests name them: <c>cpu</c>, <c>directml</c>.</summary>
internal sealed class ExecutionProviderConverter()
    : JsonStringEnumConverter<ExecutionProvider>(new LowerCase(), allowIntegerValues: false)
{
    private sealed class LowerCase : JsonNamingPolicy
    {
        public override string ConvertName(string name) => name.ToLowerInvariant();
    }
}
