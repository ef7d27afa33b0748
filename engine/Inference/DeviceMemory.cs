using Microsoft.ML.OnnxRuntime;

namespace LspCompletion.Engine.Inference;

/// <summary>The memory of the device that a session computes on.</summary>
internal sealed class DeviceMemory : IDisposable
{
    /// <summary>ONNX Runtime's name for the memory of DirectML's device.</summary>
    public const string DirectML = "DML";

    private readonly OrtMemoryInfo _info;

    /// <param name="session">The session.</param>
    /// <param name="signature">Its keys and values.</param>
    /// <param name="name">ONNX Runtime's name for the memory.</param>
    public DeviceMemory(InferenceSession session, GraphSignature signature, string name)
    {
        _info = new OrtMemoryInfo(name, OrtAllocatorType.DeviceAllocator, 0, OrtMemType.Default);
        Allocator = new OrtAllocator(session, _info);
        Zeros = [.. signature.Cache.Select(tensor =>
        {
            var zeros = OrtValue.CreateAllocatedTensorValue(
                OrtAllocator.DefaultInstance, tensor.ElementType, tensor.Shape(signature.FixedCapacity!.Value));
            zeros.GetTensorMutableRawData().Clear();
            return zeros;
        })];
    }

    /// <summary>Allocates there.</summary>
    public OrtAllocator Allocator { get; }

    /// <summary>Keys and values that are all zeros, in the processor's memory.</summary>
    public OrtValue[] Zeros { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (OrtValue zeros in Zeros)
            zeros.Dispose();
        Allocator.Dispose();
        _info.Dispose();
    }
}
