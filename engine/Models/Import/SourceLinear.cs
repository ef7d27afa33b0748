namespace LspCompletion.Engine.Models.Import;

/// <summary>A linear map: a row for each output, and a bias where there is one.</summary>
internal sealed record SourceLinear(SourceMatrix Weight, SourceVector? Bias);
