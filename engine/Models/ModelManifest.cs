using System.Text.Json;
using LspCompletion.Engine.Inference;
using LspCompletion.Engine.Prompting;

namespace LspCompletion.Engine.Models;

/// <summary>
/// What a model is: the content of <c>model.json</c>, or what could be derived from an export that has none.
/// </summary>
/// <remarks>Every path in it is relative to the model's folder, with forward slashes, and stays inside.</remarks>
public sealed record ModelManifest
{
    /// <summary>The version of the manifest's schema that this program reads and writes.</summary>
    public const int SupportedVersion = 1;

    /// <summary>The version of the manifest's schema.</summary>
    public int ManifestVersion { get; init; } = SupportedVersion;

    /// <summary>The model's name.</summary>
    public required string Name { get; init; }

    /// <summary>The model's own version; null where it has none.</summary>
    public string? Version { get; init; }

    /// <summary>The licence of the weights; null where it isn't known.</summary>
    public ModelLicence? Licence { get; init; }

    /// <summary>Where the weights come from, in words for a person; null where it isn't known.</summary>
    public string? Origin { get; init; }

    /// <summary>The network's figures.</summary>
    public required ModelArchitecture Architecture { get; init; }

    /// <summary>Which tokens a token of the prompt sees.</summary>
    public AttentionKind Attention { get; init; } = AttentionKind.Causal;

    /// <summary>The most tokens, prompt and completion together, that the graphs can hold.</summary>
    public required int ContextLength { get; init; }

    /// <summary>Why that is less than the model was made for, in words for a person; null where it isn't.</summary>
    public string? ContextNote { get; init; }

    /// <summary>The file with the tokenizer, in the format of Hugging Face's <c>tokenizer.json</c>.</summary>
    public required string Tokenizer { get; init; }

    /// <summary>The fill-in-the-middle format; null where vocabulary and name must tell.</summary>
    public FimFormatSpecification? FillInTheMiddle { get; init; }

    // The generated reader sets null where the manifest is silent, initializer or not: hence the setters of these two.

    /// <summary>Special tokens that end a completion, besides those of the format.</summary>
    public IReadOnlyList<string> StopTokens { get; init => field = value ?? []; } = [];

    /// <summary>Tokens that end a completion, for a model that names them by number only.</summary>
    public IReadOnlyList<int> StopTokenIds { get; init => field = value ?? []; } = [];

    /// <summary>The model's graphs, at most one for each execution provider.</summary>
    public required IReadOnlyList<ModelGraph> Graphs { get; init; }

    /// <summary>The files that must be there unaltered; empty where the model came without checksums.</summary>
    public required IReadOnlyList<ModelFile> Files { get; init; }

    /// <summary>The manifest as a <c>model.json</c> has it.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ManifestJson.Written.ModelManifest);
}
