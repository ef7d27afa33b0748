namespace LspCompletion.Engine.Models.Import;

/// <summary>A linear map in the file of weights.</summary>
internal sealed record StoredLinear(StoredMatrix Weight, StoredTensor? Bias);
