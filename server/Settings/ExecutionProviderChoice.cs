namespace LspCompletion.Server.Settings;

/// <summary>What the user wants the model computed on.</summary>
internal enum ExecutionProviderChoice
{
    /// <summary>The best that works on this machine.</summary>
    Auto,

    /// <summary>The processor.</summary>
    Cpu,

    /// <summary>A graphics card, through DirectX 12.</summary>
    DirectML,
}
