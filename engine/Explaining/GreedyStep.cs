namespace LspCompletion.Engine.Explaining;

/// <summary>What one token of a <see cref="GreedyLoop"/> cost.</summary>
/// <param name="Length">The tokens before it.</param>
/// <param name="Computed">Tokens that the model was run over for it.</param>
/// <param name="Milliseconds">How long that took.</param>
/// <param name="FloatingPointOperations">Multiplications and additions, derived from the model's figures.</param>
/// <param name="BytesRead">Bytes of weights, keys and values that were read, derived likewise.</param>
public sealed record GreedyStep(
    int Length, int Computed, double Milliseconds, double FloatingPointOperations, double BytesRead);
