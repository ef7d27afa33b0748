using Microsoft.ML.OnnxRuntime;

namespace LspCompletion.Engine.Inference;

/// <summary>
/// ONNX Runtime sessions over an encoder and its decoder. A sequence's source goes through the encoder at once; what
/// follows it is the decoder's, a token a step: such graphs have no causal mask for several tokens behind cached ones.
/// Used by one thread, on the processor.
/// </summary>
internal sealed class EncoderDecoderSession : ISequenceModel
{
    private EncoderDecoderSession(
        InferenceSession encoder, InferenceSession decoder, InferenceSession withPast, EncoderDecoderSignature signature)
    {
        Encoder = encoder;
        Decoder = decoder;
        WithPast = withPast;
        Signature = signature;
    }

    /// <summary>The graphs' inputs and outputs.</summary>
    public EncoderDecoderSignature Signature { get; }

    /// <inheritdoc/>
    public int VocabularySize => Signature.VocabularySize;

    /// <inheritdoc/>
    public int? FixedCapacity => null;

    /// <inheritdoc/>
    public bool HasSource => true;

    /// <inheritdoc/>
    public bool TakesDrafts => false;

    /// <inheritdoc/>
    public int LeastStep => 1;

    /// <inheritdoc/>
    public int SpareRows => 0;

    /// <summary>The source's tokens to hidden states.</summary>
    internal InferenceSession Encoder { get; }

    /// <summary>The decoder for the first token, which computes the cross-attention's keys and values, too.</summary>
    internal InferenceSession Decoder { get; }

    /// <summary>The decoder for all tokens behind it; the same one where the export merged them.</summary>
    internal InferenceSession WithPast { get; }

    /// <summary>Loads the graphs.</summary>
    /// <param name="encoder">The encoder's file.</param>
    /// <param name="decoder">The decoder's file; the merged one, where there is one.</param>
    /// <param name="withPast">The file of the decoder with past; null where the other is merged.</param>
    /// <param name="threads">Threads that compute; 0 leaves the choice to the machine's size.</param>
    /// <exception cref="EngineException">A file is no graph, or not the one that it should be.</exception>
    public static EncoderDecoderSession Load(string encoder, string decoder, string? withPast, int threads)
    {
        List<InferenceSession> loaded = [];
        try
        {
            foreach (string path in (string[])[encoder, decoder, .. withPast is null ? Array.Empty<string>() : [withPast]])
                loaded.Add(SessionLoader.Load(path, ExecutionProvider.Cpu, threads));
            EncoderDecoderSignature signature = EncoderDecoderSignature.Read(
                loaded[0], loaded[1], loaded[^1], (encoder, decoder, withPast ?? decoder));
            return new EncoderDecoderSession(loaded[0], loaded[1], loaded[^1], signature);
        }
        catch
        {
            loaded.ForEach(session => session.Dispose());
            throw;
        }
    }

    /// <inheritdoc/>
    public bool IsExact(int tokens) => true;

    /// <inheritdoc/>
    public int NextStepLength(int held, int source, int remaining, int inLastStep) => held < source ? source - held : 1;

    /// <inheritdoc/>
    public IKeyValueCache CreateCache(int capacity) => new EncoderDecoderCache(this, capacity);

    /// <inheritdoc/>
    public void Dispose()
    {
        Encoder.Dispose();
        Decoder.Dispose();
        WithPast.Dispose();
    }
}
