namespace LspCompletion.Server.Commands.Models;

/// <summary>What <c>models list</c> shows.</summary>
/// <param name="Installed">The models on this machine.</param>
/// <param name="Available">The catalogue.</param>
internal sealed record ModelList(IReadOnlyList<ModelSummary> Installed, IReadOnlyList<CatalogueEntry> Available);
