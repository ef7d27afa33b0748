using System.Text.Json;
using LspCompletion.Engine.Decoding;
using LspCompletion.Engine.Prompting;

namespace LspCompletion.Engine.Remote;

/// <summary>
/// llama.cpp's <c>/infill</c>: the engine writes the prompt itself, as its model wants it, and puts what was typed behind
/// everything else (https://github.com/ggml-org/llama.cpp/blob/master/tools/server/README.md).
/// </summary>
internal sealed class InfillProtocol : IRemoteProtocol
{
    /// <inheritdoc/>
    public void Write(Utf8JsonWriter json, ShownText text, CompletionRequest request, IReadOnlyList<string> stops)
    {
        json.WriteString("input_prefix", text.Prefix);
        json.WriteString("input_suffix", text.Suffix);
        json.WriteString("prompt", text.Typed);
        json.WriteStartArray("input_extra");
        foreach (ContextFile file in text.Context)
        {
            json.WriteStartObject();
            json.WriteString("filename", file.Path);
            json.WriteString("text", file.Text);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumber("n_predict", request.Decoding.MaxTokens);
        json.WriteNumber("n_probs", 1);
        json.WriteChoosing(request.Decoding, stops);
    }

    /// <inheritdoc/>
    public RemotePiece Read(JsonElement answer) => new(
        answer.GetProperty("content").GetString() ?? "",
        [
            .. answer.GetList("completion_probabilities").Select(token => token.GetNumber("logprob")).OfType<double>()
                .Select(value => (float)value),
        ],
        answer.Get("stop")?.ValueKind != JsonValueKind.True ? null
            : answer.GetText("stop_type") == "limit" ? StopReason.TokenLimit : StopReason.EndOfText,
        answer.GetTimings());
}
