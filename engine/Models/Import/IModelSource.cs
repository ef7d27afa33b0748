namespace LspCompletion.Engine.Models.Import;

/// <summary>A model in a format that others made: where an import reads.</summary>
internal interface IModelSource : IDisposable
{
    /// <summary>What the model is called there.</summary>
    string Name { get; }

    /// <summary>Where the weights come from, in words.</summary>
    string Origin { get; }

    /// <summary>What it computes.</summary>
    DecoderDescription Description { get; }

    /// <summary>Its weights, all of the shapes that the description asks for.</summary>
    SourceDecoder Weights { get; }

    /// <summary>Tokens that end a text.</summary>
    IReadOnlyList<int> StopTokenIds { get; }

    /// <summary>Writes what lies beside the weights: tokenizer and licence.</summary>
    /// <param name="folder">The folder to write into.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The licence, where the source names one.</returns>
    /// <exception cref="EngineException">One of them can't be read, or isn't the model's own.</exception>
    ModelLicence? WriteCompanions(string folder, CancellationToken cancellationToken);
}
