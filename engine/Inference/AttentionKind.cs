using System.Text.Json.Serialization;

namespace LspCompletion.Engine.Inference;

/// <summary>Which tokens a token of the prompt sees.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AttentionKind>))]
public enum AttentionKind
{
    /// <summary>Those before it.</summary>
    [JsonStringEnumMemberName("causal")]
    Causal,

    /// <summary>The whole prompt, what follows included; only generated tokens see just those before them.</summary>
    [JsonStringEnumMemberName("prefix")]
    Prefix,
}
