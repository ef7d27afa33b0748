namespace LspCompletion.Engine.Models.Import;

/// <summary>The function inside a feed-forward block.</summary>
internal enum Activation
{
    /// <summary>x * sigmoid(x).</summary>
    Silu,

    /// <summary>GELU by its approximation with tanh.</summary>
    GeluTanh,

    /// <summary>GELU by the error function.</summary>
    Gelu,
}
