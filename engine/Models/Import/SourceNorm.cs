namespace LspCompletion.Engine.Models.Import;

/// <summary>A norm's weights, and its bias where it has one.</summary>
internal sealed record SourceNorm(SourceVector Weight, SourceVector? Bias);
