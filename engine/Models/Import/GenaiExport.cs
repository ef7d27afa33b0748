using LspCompletion.Engine.Inference;

namespace LspCompletion.Engine.Models.Import;

/// <summary>
/// Reads the description that onnxruntime-genai's model builder writes beside its graph
/// (https://onnxruntime.ai/docs/genai/reference/config.html).
/// </summary>
internal static class GenaiExport
{
    public const string ConfigurationName = "genai_config.json";

    private const string TokenizerName = "tokenizer.json";

    /// <summary>Derives a manifest.</summary>
    /// <exception cref="EngineException">The description can't be read or lacks a figure.</exception>
    public static ModelManifest Describe(string folder)
    {
        string path = Path.Combine(folder, ConfigurationName);
        using TransformersConfiguration whole = TransformersConfiguration.Read(path);
        using TransformersConfiguration model = whole.Part("model");
        using TransformersConfiguration decoder = model.Part("decoder");
        string graph = decoder.Text("filename");
        if (graph != Path.GetFileName(graph))
            throw new EngineException($"{path} names the graph {FileText.Quote(graph)}, outside of its folder; get the model again.");

        int hiddenSize = decoder.Figure("hidden_size");
        int heads = decoder.Figure("num_attention_heads");
        return new ModelManifest
        {
            Name = Path.GetFileName(folder),
            Architecture = new ModelArchitecture
            {
                Family = model.Text("type"),
                Layers = decoder.Figure("num_hidden_layers"),
                HiddenSize = hiddenSize,
                Heads = heads,
                KeyValueHeads = decoder.OptionalFigure("num_key_value_heads") ?? heads,
                HeadSize = decoder.OptionalFigure("head_size") ?? hiddenSize / heads,

                // It doesn't say, and nothing needs it: the graph computes.
                FeedForwardSize = 4 * hiddenSize,
                VocabularySize = model.Figure("vocab_size"),
            },
            ContextLength = model.Figure("context_length"),
            Tokenizer = TokenizerName,
            StopTokenIds = model.EndTokens,
            Graphs = [new ModelGraph { ExecutionProvider = ExecutionProvider.Cpu, File = graph }],
            Files = [],
        };
    }
}
