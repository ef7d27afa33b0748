using System.Text.Json;
using System.Text.Json.Serialization;
using LspCompletion.Engine.Inference;

namespace LspCompletion.Engine.Models;

/// <summary>As manifests name them: <c>shared-buffer</c>, <c>static-cache</c>, <c>concatenating</c>.</summary>
internal sealed class GraphFormConverter()
    : JsonStringEnumConverter<GraphForm>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false);
