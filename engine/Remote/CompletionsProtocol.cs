using System.Text.Json;
using LspCompletion.Engine.Decoding;
using LspCompletion.Engine.Prompting;

namespace LspCompletion.Engine.Remote;

/// <summary>
/// OpenAI's <c>/v1/completions</c>, as vLLM, SGLang, Text Generation Inference and llama.cpp speak it
/// (https://platform.openai.com/docs/api-reference/completions).
/// </summary>
/// <param name="format">
/// The format that prompts are written in; <see langword="null"/> if the engine is given prefix and suffix.
/// </param>
/// <param name="model">The model's name; empty if there is none.</param>
internal sealed class CompletionsProtocol(FimFormat? format, string model) : IRemoteProtocol
{
    /// <inheritdoc/>
    public void Write(Utf8JsonWriter json, ShownText text, CompletionRequest request, IReadOnlyList<string> stops)
    {
        if (model.Length > 0)
            json.WriteString("model", model);
        if (format is not null)
        {
            json.WriteString("prompt", PromptText.Write(format, text));
        }
        else
        {
            json.WriteString("prompt", PromptText.Plain(text.Prefix + text.Typed));
            json.WriteString("suffix", PromptText.Plain(text.Suffix));
        }

        json.WriteNumber("max_tokens", request.Decoding.MaxTokens);
        json.WriteNumber("logprobs", 1);

        // What a completion cost is told with every event: most of them are ended here, before the last one.
        json.WriteStartObject("stream_options");
        json.WriteBoolean("include_usage", true);
        json.WriteBoolean("continuous_usage_stats", true);
        json.WriteEndObject();

        json.WriteChoosing(request.Decoding, stops.Concat(format?.Stops ?? []));
    }

    /// <inheritdoc/>
    public RemotePiece Read(JsonElement answer)
    {
        JsonElement? choice = answer.GetProperty("choices").EnumerateArray().Select(choice => (JsonElement?)choice).FirstOrDefault();
        return new RemotePiece(
            choice?.GetText("text") ?? "",
            [.. choice?.Get("logprobs") is { } logprobs ? ReadLogProbabilities(logprobs) : []],
            choice?.GetText("finish_reason") switch
            {
                null => null,
                "length" => StopReason.TokenLimit,
                _ => StopReason.EndOfText,
            },
            answer.GetTimings() ?? ReadUsage(answer));
    }

    /// <summary>OpenAI's form, or the one of its newer interface, which llama.cpp uses here too.</summary>
    private static IEnumerable<float> ReadLogProbabilities(JsonElement logprobs) =>
        logprobs.GetList("token_logprobs").Where(value => value.ValueKind == JsonValueKind.Number).Select(value => (float)value.GetDouble())
            .Concat(logprobs.GetList("content").Select(token => token.GetNumber("logprob")).OfType<double>().Select(value => (float)value));

    private static RemoteUsage? ReadUsage(JsonElement answer) => answer.Get("usage") is { } usage
        ? new RemoteUsage(
            usage.GetCount("prompt_tokens") ?? 0,
            usage.Get("prompt_tokens_details")?.GetCount("cached_tokens"),
            usage.GetCount("completion_tokens") ?? 0,
            PromptMs: null)
        : null;
}
