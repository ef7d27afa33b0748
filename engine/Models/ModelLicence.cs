namespace LspCompletion.Engine.Models;

/// <summary>The terms under which a model may be used.</summary>
/// <param name="Spdx">The licence's identifier in the SPDX list, such as <c>Apache-2.0</c>.</param>
/// <param name="File">The file with its text, relative to the model's folder; null where it isn't included.</param>
public sealed record ModelLicence(string Spdx, string? File = null);
