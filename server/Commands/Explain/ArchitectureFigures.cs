namespace LspCompletion.Server.Commands.Explain;

/// <summary>What typing costs on a model of one architecture.</summary>
/// <param name="Architecture">The architecture.</param>
/// <param name="Model">The model's name.</param>
/// <param name="WeightBytes">Bytes of its weights.</param>
/// <param name="CacheBytes">The most bytes that a slot took.</param>
/// <param name="WholePrompt">Where each key changes the prompt: what is typed stands in it.</param>
/// <param name="Anchored">Where the prompt stays for a while, and what is typed is taken as written by the model.</param>
internal sealed record ArchitectureFigures(
    string Architecture, string Model, long WeightBytes, long CacheBytes, KeystrokeFigures WholePrompt, KeystrokeFigures Anchored);
