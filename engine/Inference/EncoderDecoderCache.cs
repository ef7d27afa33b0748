using System.Numerics.Tensors;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Names = LspCompletion.Engine.Inference.EncoderDecoderSignature.Names;

namespace LspCompletion.Engine.Inference;

/// <summary>
/// What an encoder and its decoder keep of one sequence: the encoder's hidden states of the source, the cross-attention's
/// keys and values, which the decoder makes of them with its first token, and the keys and values of the decoder's own
/// tokens. A trim keeps the source as a whole or nothing of it.
/// </summary>
/// <remarks>
/// Every token of the decoder is computed alone, whoever it came from and however often, so that each time the same bits
/// come out.
/// </remarks>
internal sealed class EncoderDecoderCache : IKeyValueCache
{
    private readonly EncoderDecoderSession _model;
    private readonly float[] _logits;
    private OrtValue[] _source = [];
    private OrtValue[] _cross = [];
    private OrtValue[] _self = [];
    private int _sourceLength;
    private int _decoded;

    public EncoderDecoderCache(EncoderDecoderSession model, int capacity)
    {
        _model = model;
        _logits = new float[model.VocabularySize];
        Capacity = capacity;
    }

    /// <inheritdoc/>
    public int Length => _sourceLength + _decoded;

    /// <inheritdoc/>
    public int Capacity { get; private set; }

    /// <summary>The memory that states take, in bytes; it grows with the sequence.</summary>
    public long ByteCount =>
        KeyValueRows.ByteCount(_source[..Math.Min(1, _source.Length)]) + KeyValueRows.ByteCount(_cross) + KeyValueRows.ByteCount(_self);

    /// <summary>Allows more tokens: memory is taken with each.</summary>
    public void Grow(int capacity) => Capacity = capacity;

    /// <inheritdoc/>
    public void Trim(int length)
    {
        if (length >= Length)
            return;

        int decoded = Math.Max(0, length - _sourceLength);
        OrtValue[] kept = decoded == 0 ? [] : CopySelf(decoded);
        Replace(ref _self, kept);
        _decoded = decoded;
        if (length < _sourceLength)
        {
            Replace(ref _source, []);
            Replace(ref _cross, []);
            _sourceLength = 0;
        }
    }

    /// <summary>
    /// Runs the encoder over the source, which must be all of the tokens then and gives no logits; or the decoder over one
    /// token.
    /// </summary>
    public ReadOnlySpan<float> Extend(scoped ReadOnlySpan<int> tokens, int source, int logitRows, RunOptions run)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Length + tokens.Length, Capacity);
        ArgumentOutOfRangeException.ThrowIfNotEqual(tokens.Length, Length == 0 ? source : 1);

        if (Length == 0)
        {
            Encode(tokens, run);
            return [];
        }

        Decode(tokens, run);
        return _logits;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Replace(ref _source, []);
        Replace(ref _cross, []);
        Replace(ref _self, []);
    }

    private void Encode(ReadOnlySpan<int> tokens, RunOptions run)
    {
        using OrtValue ids = Ids(tokens);
        long[] seen = new long[tokens.Length];
        Array.Fill(seen, 1);
        var mask = OrtValue.CreateTensorValueFromMemory(seen, [1, tokens.Length]);
        Dictionary<string, OrtValue> inputs = new() { [Names.InputIds] = ids, [Names.AttentionMask] = mask };
        OrtValue hidden;
        try
        {
            hidden = Run(_model.Encoder, inputs, [Names.LastHiddenState], run)[0];
        }
        catch
        {
            mask.Dispose();
            throw;
        }

        _source = [hidden, mask];
        _sourceLength = tokens.Length;
    }

    private void Decode(ReadOnlySpan<int> token, RunOptions run)
    {
        EncoderDecoderSignature signature = _model.Signature;
        bool isFirst = _decoded == 0;
        using OrtValue ids = Ids(token);
        using var usesPast = OrtValue.CreateTensorValueFromMemory((bool[])[!isFirst], [1]);
        OrtValue[] nothing = isFirst && signature.IsMerged ? [.. signature.Self.Concat(signature.Cross).Select(Nothing)] : [];
        try
        {
            Dictionary<string, OrtValue> inputs = new()
            {
                [Names.InputIds] = ids,
                [Names.EncoderHiddenStates] = _source[0],
                [Names.EncoderAttentionMask] = _source[1],
                [Names.UseCacheBranch] = usesPast,
            };
            IEnumerable<CacheTensorInfo> tensors = signature.Self.Concat(signature.Cross);
            foreach ((CacheTensorInfo tensor, OrtValue past) in tensors.Zip(isFirst ? nothing : [.. _self, .. _cross]))
                inputs[tensor.PastName] = past;

            // Behind the first token the cross-attention's keys and values are not given back: they stay what they are.
            string[] outputs =
            [
                Names.Logits,
                .. signature.Self.Select(tensor => tensor.PresentName),
                .. isFirst ? signature.Cross.Select(tensor => tensor.PresentName) : [],
            ];
            OrtValue[] results = Run(isFirst ? _model.Decoder : _model.WithPast, inputs, outputs, run);
            int layers = signature.Self.Count;
            ReadLogits(results[0]);
            Replace(ref _self, results[1..(layers + 1)]);
            if (isFirst)
                Replace(ref _cross, results[(layers + 1)..]);
            _decoded++;
        }
        finally
        {
            foreach (OrtValue value in nothing)
                value.Dispose();
        }
    }

    // Older exports have inputs that newer ones lack: only what a graph asks for is given.
    private static OrtValue[] Run(
        InferenceSession session, Dictionary<string, OrtValue> inputs, IReadOnlyCollection<string> outputs, RunOptions run)
    {
        string[] names = [.. inputs.Keys.Where(session.InputMetadata.ContainsKey)];
        return [.. session.Run(run, names, [.. names.Select(name => inputs[name])], outputs)];
    }

    private void ReadLogits(OrtValue logits)
    {
        using (logits)
        {
            if (logits.GetTensorTypeAndShape().ElementDataType == TensorElementType.Float16)
                TensorPrimitives.ConvertToSingle(logits.GetTensorDataAsSpan<Half>(), _logits);
            else
                logits.GetTensorDataAsSpan<float>().CopyTo(_logits);
        }
    }

    private OrtValue[] CopySelf(int rows) => [.. _model.Signature.Self.Zip(_self, (tensor, value) =>
    {
        var copy = OrtValue.CreateAllocatedTensorValue(OrtAllocator.DefaultInstance, tensor.ElementType, tensor.Shape(rows));
        KeyValueRows.Copy(
            tensor, value.GetTensorDataAsSpan<byte>(), _decoded, copy.GetTensorMutableRawData(), rows, rows);
        return copy;
    })];

    // A merged graph wants a past even where it doesn't look at it.
    private static OrtValue Nothing(CacheTensorInfo tensor)
    {
        var nothing = OrtValue.CreateAllocatedTensorValue(OrtAllocator.DefaultInstance, tensor.ElementType, tensor.Shape(1));
        nothing.GetTensorMutableRawData().Clear();
        return nothing;
    }

    private static OrtValue Ids(ReadOnlySpan<int> tokens)
    {
        long[] ids = new long[tokens.Length];
        TensorPrimitives.ConvertChecked(tokens, ids);
        return OrtValue.CreateTensorValueFromMemory(ids, [1, tokens.Length]);
    }

    private static void Replace(ref OrtValue[] values, OrtValue[] by)
    {
        OrtValue[] old = values;
        values = by;
        foreach (OrtValue value in old)
            value.Dispose();
    }
}
