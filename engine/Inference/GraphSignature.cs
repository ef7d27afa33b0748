using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace LspCompletion.Engine.Inference;

/// <summary>A decoder graph's inputs and outputs, found from the graph itself.</summary>
internal sealed partial class GraphSignature
{
    private const string ExpectedForms =
        "expected input_ids, past_key_values.N.key/value and logits, present.N.key/value, and with them " +
        "seqlens_k + total_sequence_length (shared buffer), position_ids + limit (static cache) or " +
        "attention_mask (concatenating)";

    private static readonly string[] InputsOfSharedBuffer =
        [Names.InputIds, Names.SequenceLengths, Names.TotalSequenceLength, Names.LogitsFrom];

    private static readonly string[] InputsOfStaticCache =
        [Names.InputIds, Names.PositionIds, Names.Limit, Names.LogitRows];

    private static readonly string[] InputsOfConcatenating =
        [Names.InputIds, Names.AttentionMask, Names.PositionIds];

    private readonly HashSet<string> _inputs;

    private GraphSignature(
        GraphForm form, IEnumerable<string> inputs, IReadOnlyList<CacheTensorInfo> cache, NodeMetadata logits, int? capacity)
    {
        Form = form;
        Cache = cache;
        LogitsType = logits.ElementDataType;
        VocabularySize = logits.Dimensions[^1];
        FixedCapacity = capacity;
        _inputs = [.. inputs];
    }

    /// <summary>How the graph takes and gives keys and values.</summary>
    public GraphForm Form { get; }

    /// <summary>Keys and values of all layers, in the order of the layers, keys first.</summary>
    public IReadOnlyList<CacheTensorInfo> Cache { get; }

    /// <summary>The type of the logits: 16-bit or 32-bit floating point.</summary>
    public TensorElementType LogitsType { get; }

    /// <summary>Logits per position.</summary>
    public int VocabularySize { get; }

    /// <summary>The cache's capacity in tokens where the graph fixes it.</summary>
    public int? FixedCapacity { get; }

    /// <summary>Whether a step writes logits for all of its tokens, wanted or not.</summary>
    public bool WritesAllLogits => Form == GraphForm.Concatenating
        || (Form == GraphForm.SharedBuffer && !HasInput(Names.LogitsFrom));

    /// <summary>Bytes of keys and values per token, all layers together.</summary>
    public long CacheBytesPerToken => Cache.Sum(tensor => (long)tensor.RowBytes);

    /// <summary>Whether the graph has an input of this name.</summary>
    public bool HasInput(string name) => _inputs.Contains(name);

    /// <summary>Reads a session's signature.</summary>
    /// <param name="session">The session.</param>
    /// <param name="path">The graph's file, for the error.</param>
    /// <exception cref="EngineException">The graph fits no form that this engine knows.</exception>
    public static GraphSignature Read(InferenceSession session, string path)
    {
        IReadOnlyDictionary<string, NodeMetadata> inputs = session.InputMetadata;
        IReadOnlyDictionary<string, NodeMetadata> outputs = session.OutputMetadata;

        if (!inputs.TryGetValue(Names.InputIds, out NodeMetadata? ids))
            throw Misfit(path, $"it has no input '{Names.InputIds}' but {List(inputs.Keys)}");
        if (ids.ElementDataType != TensorElementType.Int64)
            throw Misfit(path, $"'{Names.InputIds}' is {ids.ElementDataType}, not Int64");
        if (!outputs.TryGetValue(Names.Logits, out NodeMetadata? logits))
            throw Misfit(path, $"it has no output '{Names.Logits}' but {List(outputs.Keys)}");
        if (logits.Dimensions is not [_, _, > 0])
            throw Misfit(path, $"'{Names.Logits}' is not [1, rows, vocabulary]");
        if (!IsFloat(logits.ElementDataType))
            throw Misfit(path, $"'{Names.Logits}' is {logits.ElementDataType}, not Float or Float16");

        List<CacheTensorInfo> cache = ReadCache(inputs, outputs, path);
        GraphForm form = ReadForm(inputs, cache, path);
        int? capacity = form == GraphForm.StaticCache ? ReadFixedCapacity(inputs, cache, path) : null;
        return new GraphSignature(form, inputs.Keys, cache, logits, capacity);
    }

    private static List<CacheTensorInfo> ReadCache(
        IReadOnlyDictionary<string, NodeMetadata> inputs, IReadOnlyDictionary<string, NodeMetadata> outputs, string path)
    {
        List<(int Layer, string Kind, CacheTensorInfo Tensor)> found = [];
        foreach ((string name, NodeMetadata metadata) in inputs)
        {
            if (PastName().Match(name) is not { Success: true } match)
                continue;

            string kind = match.Groups["kind"].Value;
            int layer = int.Parse(match.Groups["layer"].ValueSpan, CultureInfo.InvariantCulture);
            string present = $"present.{layer}.{kind}";
            if (!outputs.ContainsKey(present))
                throw Misfit(path, $"'{name}' has no matching output '{present}'");
            if (metadata.Dimensions is not [_, > 0, _, > 0])
                throw Misfit(path, $"'{name}' is not [1, kv_heads, rows, head_dim]");
            if (!IsFloat(metadata.ElementDataType))
                throw Misfit(path, $"'{name}' is {metadata.ElementDataType}, not Float or Float16");

            found.Add((layer, kind, new CacheTensorInfo(
                name, present, metadata.Dimensions[1], metadata.Dimensions[3], metadata.ElementDataType)));
        }

        if (found.Count == 0)
            throw Misfit(path, $"it has no inputs past_key_values.N.key/value but {List(inputs.Keys)}");
        return [.. found.OrderBy(entry => entry.Layer).ThenBy(entry => entry.Kind, StringComparer.Ordinal)
            .Select(entry => entry.Tensor)];
    }

    private static GraphForm ReadForm(
        IReadOnlyDictionary<string, NodeMetadata> inputs, List<CacheTensorInfo> cache, string path)
    {
        string[] others = [.. inputs.Keys.Except(cache.Select(tensor => tensor.PastName))];
        if (inputs.ContainsKey(Names.SequenceLengths) && inputs.ContainsKey(Names.TotalSequenceLength))
            return Checked(GraphForm.SharedBuffer, InputsOfSharedBuffer);
        if (inputs.ContainsKey(Names.Limit) && inputs.ContainsKey(Names.PositionIds))
            return Checked(GraphForm.StaticCache, InputsOfStaticCache);
        if (inputs.ContainsKey(Names.AttentionMask))
            return Checked(GraphForm.Concatenating, InputsOfConcatenating);
        throw Misfit(path, $"its inputs are {List(others)}");

        GraphForm Checked(GraphForm form, string[] known) => others.Except(known).ToArray() is { Length: > 0 } unknown
            ? throw Misfit(path, $"it looks like the {form} form but also wants {List(unknown)}")
            : form;
    }

    private static int ReadFixedCapacity(
        IReadOnlyDictionary<string, NodeMetadata> inputs, List<CacheTensorInfo> cache, string path)
    {
        int[] capacities = [.. cache.Select(tensor => inputs[tensor.PastName].Dimensions[2]).Distinct()];
        return capacities is [> 0 and int capacity]
            ? capacity
            : throw Misfit(path, "a static cache must have one fixed capacity in all layers");
    }

    private static bool IsFloat(TensorElementType type) => type is TensorElementType.Float or TensorElementType.Float16;

    private static string List(IEnumerable<string> names)
    {
        string[] all = [.. names];
        string shown = string.Join(", ", all.Take(8));
        return all.Length > 8 ? $"{shown} and {all.Length - 8} more" : shown;
    }

    private static EngineException Misfit(string path, string cause) =>
        new($"The graph {path} fits no form that this engine runs: {cause}; {ExpectedForms}. Export the model as a decoder with past.");

    [GeneratedRegex(@"^past_key_values\.(?<layer>\d{1,4})\.(?<kind>key|value)$")]
    private static partial Regex PastName();

    /// <summary>The names of the inputs and outputs besides keys and values.</summary>
    internal static class Names
    {
        public const string InputIds = "input_ids";
        public const string AttentionMask = "attention_mask";
        public const string PositionIds = "position_ids";
        public const string SequenceLengths = "seqlens_k";
        public const string TotalSequenceLength = "total_sequence_length";
        public const string LogitsFrom = "logits_from";
        public const string Limit = "limit";
        public const string LogitRows = "logit_rows";
        public const string Logits = "logits";
    }
}
