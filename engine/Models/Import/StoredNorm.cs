namespace LspCompletion.Engine.Models.Import;

/// <summary>A norm in the file of weights.</summary>
internal sealed record StoredNorm(StoredTensor Weight, StoredTensor? Bias);
