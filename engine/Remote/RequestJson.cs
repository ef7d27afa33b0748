using System.Text.Json;
using LspCompletion.Engine.Decoding;

namespace LspCompletion.Engine.Remote;

/// <summary>What requests have by the same names in every protocol.</summary>
internal static class RequestJson
{
    /// <summary>Writes how tokens are chosen, what ends the text, and that it is wanted piece by piece.</summary>
    public static void WriteChoosing(this Utf8JsonWriter json, DecodingOptions options, IEnumerable<string> stops)
    {
        // No engine is asked for the next best token: by chance, though not far from the likeliest, comes nearest to that.
        if (options.Alternative > 0)
            options = options with { Temperature = 0.8f, TopP = 0.9f, Seed = options.Alternative };
        json.WriteNumber("temperature", options.Temperature);
        json.WriteNumber("top_p", options.TopP);
        json.WriteNumber("seed", options.Seed);
        json.WriteBoolean("stream", true);
        json.WriteStartArray("stop");
        foreach (string stop in stops)
            json.WriteStringValue(stop);
        json.WriteEndArray();
    }
}
