namespace LspCompletion.Engine.Inference;

/// <summary>What ONNX Runtime computes on.</summary>
public enum ExecutionProvider
{
    /// <summary>The processor; available everywhere.</summary>
    Cpu,

    /// <summary>A graphics card, through DirectX 12; Windows builds only.</summary>
    DirectML,
}
