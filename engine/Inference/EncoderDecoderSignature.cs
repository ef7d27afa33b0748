using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace LspCompletion.Engine.Inference;

/// <summary>
/// The inputs and outputs of an encoder and its decoder as Hugging Face's Optimum exports them, found from the graphs
/// themselves: keys and values of the decoder's own tokens (<c>decoder</c>) and of the encoder's (<c>encoder</c>).
/// </summary>
internal sealed partial class EncoderDecoderSignature
{
    private EncoderDecoderSignature(
        IReadOnlyList<CacheTensorInfo> self, IReadOnlyList<CacheTensorInfo> cross, NodeMetadata logits, bool isMerged)
    {
        Self = self;
        Cross = cross;
        VocabularySize = logits.Dimensions[^1];
        IsMerged = isMerged;
    }

    /// <summary>Keys and values of the decoder's own tokens, in the order of the layers, keys first.</summary>
    public IReadOnlyList<CacheTensorInfo> Self { get; }

    /// <summary>Keys and values of the encoder's tokens, in the same order.</summary>
    public IReadOnlyList<CacheTensorInfo> Cross { get; }

    /// <summary>Logits per position.</summary>
    public int VocabularySize { get; }

    /// <summary>Whether one graph is the decoder both for the first token and for those behind it.</summary>
    public bool IsMerged { get; }

    /// <summary>Reads the signature of loaded graphs.</summary>
    /// <param name="encoder">The encoder.</param>
    /// <param name="decoder">The decoder for the first token; the merged one, where there is one.</param>
    /// <param name="withPast">The decoder for those behind it; the same where it is merged.</param>
    /// <param name="paths">The files of the three, for the error.</param>
    /// <exception cref="EngineException">A graph isn't what it should be.</exception>
    public static EncoderDecoderSignature Read(
        InferenceSession encoder,
        InferenceSession decoder,
        InferenceSession withPast,
        (string Encoder, string Decoder, string WithPast) paths)
    {
        Demand(encoder.InputMetadata, paths.Encoder, "input", Names.InputIds);
        Demand(encoder.OutputMetadata, paths.Encoder, "output", Names.LastHiddenState);
        Demand(decoder.InputMetadata, paths.Decoder, "input", Names.InputIds, Names.EncoderHiddenStates);
        Demand(withPast.InputMetadata, paths.WithPast, "input", Names.InputIds);
        Demand(decoder.OutputMetadata, paths.Decoder, "output", Names.Logits);
        Demand(withPast.OutputMetadata, paths.WithPast, "output", Names.Logits);

        NodeMetadata logits = decoder.OutputMetadata[Names.Logits];
        if (logits.Dimensions is not [_, _, > 0])
            throw Misfit(paths.Decoder, $"'{Names.Logits}' is not [1, rows, vocabulary]");

        List<CacheTensorInfo> self = ReadCache(withPast.InputMetadata, "decoder", paths.WithPast);
        List<CacheTensorInfo> cross = ReadCache(withPast.InputMetadata, "encoder", paths.WithPast);
        Demand(decoder.OutputMetadata, paths.Decoder, "output", [.. self.Concat(cross).Select(tensor => tensor.PresentName)]);
        Demand(withPast.OutputMetadata, paths.WithPast, "output", [.. self.Select(tensor => tensor.PresentName)]);
        return new EncoderDecoderSignature(
            self, cross, logits, isMerged: decoder.InputMetadata.ContainsKey(Names.UseCacheBranch));
    }

    private static List<CacheTensorInfo> ReadCache(IReadOnlyDictionary<string, NodeMetadata> inputs, string side, string path)
    {
        List<(int Layer, string Kind, CacheTensorInfo Tensor)> found = [];
        foreach ((string name, NodeMetadata metadata) in inputs)
        {
            if (PastName().Match(name) is not { Success: true } match || match.Groups["side"].Value != side)
                continue;
            if (metadata.Dimensions is not [_, > 0, _, > 0]
                || metadata.ElementDataType is not (TensorElementType.Float or TensorElementType.Float16))
            {
                throw Misfit(path, $"'{name}' is not [1, heads, rows, head_dim] in 16-bit or 32-bit floating point");
            }

            int layer = int.Parse(match.Groups["layer"].ValueSpan, CultureInfo.InvariantCulture);
            string kind = match.Groups["kind"].Value;
            found.Add((layer, kind, new CacheTensorInfo(
                name, $"present.{layer}.{side}.{kind}", metadata.Dimensions[1], metadata.Dimensions[3], metadata.ElementDataType)));
        }

        return found.Count > 0
            ? [.. found.OrderBy(entry => entry.Layer).ThenBy(entry => entry.Kind, StringComparer.Ordinal).Select(entry => entry.Tensor)]
            : throw Misfit(path, $"it has no inputs past_key_values.N.{side}.key/value");
    }

    private static void Demand(
        IReadOnlyDictionary<string, NodeMetadata> actual, string path, string what, params IReadOnlyList<string> names)
    {
        if (names.FirstOrDefault(name => !actual.ContainsKey(name)) is { } missing)
            throw Misfit(path, $"it has no {what} '{missing}'");
    }

    private static EngineException Misfit(string path, string cause) => new(
        $"The graph {path} doesn't fit: {cause}; export the model with Optimum for text2text-generation-with-past.");

    [GeneratedRegex(@"^past_key_values\.(?<layer>\d{1,4})\.(?<side>encoder|decoder)\.(?<kind>key|value)$")]
    private static partial Regex PastName();

    /// <summary>The names of the inputs and outputs besides keys and values.</summary>
    internal static class Names
    {
        public const string InputIds = "input_ids";
        public const string AttentionMask = "attention_mask";
        public const string LastHiddenState = "last_hidden_state";
        public const string EncoderHiddenStates = "encoder_hidden_states";
        public const string EncoderAttentionMask = "encoder_attention_mask";
        public const string UseCacheBranch = "use_cache_branch";
        public const string Logits = "logits";
    }
}
