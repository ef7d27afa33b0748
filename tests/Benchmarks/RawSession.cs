using Microsoft.ML.OnnxRuntime;

namespace LspCompletion.Benchmarks;

/// <summary>
/// The peer: ONNX Runtime alone, with everything bound beforehand to one place of one prompt, running the same step
/// over and over. No engine can be faster.
/// </summary>
internal sealed class RawSession : IDisposable
{
    private readonly InferenceSession _session;
    private readonly OrtIoBinding _binding;
    private readonly RunOptions _run = new();
    private readonly List<OrtValue> _values = [];

    /// <summary>Binds a step of some tokens that follow <paramref name="depth"/> others.</summary>
    public RawSession(InferenceSession session, int capacity, int depth, int tokens)
    {
        _session = session;
        _binding = session.CreateIoBinding();
        foreach ((string name, NodeMetadata metadata) in session.InputMetadata)
        {
            if (!name.StartsWith("past_key_values.", StringComparison.Ordinal))
                continue;

            OrtValue buffer = Keep(OrtValue.CreateAllocatedTensorValue(
                OrtAllocator.DefaultInstance,
                metadata.ElementDataType,
                [1, metadata.Dimensions[1], capacity, metadata.Dimensions[3]]));
            buffer.GetTensorMutableRawData().Clear();
            _binding.BindInput(name, buffer);
            _binding.BindOutput(name.Replace("past_key_values", "present", StringComparison.Ordinal), buffer);
        }

        int vocabulary = session.OutputMetadata["logits"].Dimensions[2];
        Bind("input_ids", Enumerable.Range(depth, tokens).Select(token => (long)token).ToArray(), [1, tokens]);
        Bind("seqlens_k", new[] { depth + tokens - 1 }, [1]);
        Bind("total_sequence_length", new[] { depth + tokens }, []);
        Bind("logits_from", new[] { tokens - 1L }, [1]);
        _binding.BindOutput("logits", Keep(OrtValue.CreateTensorValueFromMemory(new float[vocabulary], [1, 1, vocabulary])));
    }

    /// <summary>Runs the step.</summary>
    public void Run() => _session.RunWithBinding(_run, _binding);

    /// <inheritdoc/>
    public void Dispose()
    {
        _binding.Dispose();
        _run.Dispose();
        foreach (OrtValue value in _values)
            value.Dispose();
    }

    private void Bind<T>(string name, T[] data, long[] shape)
        where T : unmanaged =>
        _binding.BindInput(name, Keep(OrtValue.CreateTensorValueFromMemory(data, shape)));

    private OrtValue Keep(OrtValue value)
    {
        _values.Add(value);
        return value;
    }
}
