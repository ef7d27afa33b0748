namespace LspCompletion.Engine.Models;

/// <summary>How a model was found to be whole.</summary>
/// <param name="Hashed">Files that were read and whose checksum was computed.</param>
/// <param name="Remembered">Files that have not been touched since an earlier verification.</param>
public sealed record VerificationResult(int Hashed, int Remembered);
