using System.Text.Json.Serialization;

namespace LspCompletion.Engine.Models;

/// <summary>How a graph takes the keys and values of earlier tokens and gives back those of the new ones.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<GraphForm>))]
public enum GraphForm
{
    /// <summary>Past and present are one buffer that the graph writes to; a length says how much counts.</summary>
    [JsonStringEnumMemberName("shared-buffer")]
    SharedBuffer,

    /// <summary>Past and present are two buffers of one fixed size; positions say which rows are written.</summary>
    [JsonStringEnumMemberName("static-cache")]
    StaticCache,

    /// <summary>The present is the past with the new rows behind it, a larger tensor after each run.</summary>
    [JsonStringEnumMemberName("concatenating")]
    Concatenating,
}
