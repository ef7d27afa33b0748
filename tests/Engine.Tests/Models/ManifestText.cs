using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LspCompletion.Engine.Tests.Models;

/// <summary>The text of a small manifest without fault, and of ones that differ from it in one place.</summary>
internal static class ManifestText
{
    private static readonly JsonSerializerOptions Unescaped =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A file of ONNX that names who wrote it and nothing else.</summary>
    public const string GraphContent = "\u0012\u000Fthe graph's own";

    public const string TokenizerContent = "the tokenizer's bytes";

    public static string Valid { get; } =
        $$"""
        {
          "manifestVersion": 1,
          "name": "small",
          "architecture": {
            "family": "llama", "layers": 2, "hiddenSize": 64, "heads": 4, "keyValueHeads": 2, "headSize": 16,
            "feedForwardSize": 128, "vocabularySize": 160
          },
          "contextLength": 128,
          "tokenizer": "tokenizer.json",
          "graphs": [{ "executionProvider": "cpu", "file": "graphs/cpu.onnx" }],
          "files": [
            { "path": "graphs/cpu.onnx", "size": {{GraphContent.Length}}, "sha256": "{{Sha256(GraphContent)}}" },
            { "path": "tokenizer.json", "size": {{TokenizerContent.Length}}, "sha256": "{{Sha256(TokenizerContent)}}" }
          ]
        }
        """;

    /// <summary>The valid manifest with one value set, or taken out where the new one is not given.</summary>
    /// <param name="place">Names and indices with dots between, such as <c>files.0.size</c>.</param>
    /// <param name="json">The new value; null to take the property out.</param>
    public static string With(string place, string? json)
    {
        string[] steps = place.Split('.');
        JsonNode root = JsonNode.Parse(Valid)!;
        JsonNode parent = steps[..^1].Aggregate(root, Child);
        if (json is null)
            parent.AsObject().Remove(steps[^1]);
        else if (parent is JsonArray list)
            list.Add(JsonNode.Parse(json));
        else
            parent[steps[^1]] = JsonNode.Parse(json);
        return root.ToJsonString(Unescaped);
    }

    public static string Sha256(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static JsonNode Child(JsonNode node, string step) => int.TryParse(step, out int i) ? node[i]! : node[step]!;
}
