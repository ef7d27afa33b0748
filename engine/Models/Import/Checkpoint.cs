namespace LspCompletion.Engine.Models.Import;

/// <summary>
/// A checkpoint as Hugging Face's transformers saves it: <c>config.json</c>, <c>tokenizer.json</c> and safetensors.
/// </summary>
internal sealed class Checkpoint : IModelSource
{
    private const string TokenizerName = "tokenizer.json";

    private readonly string _folder;
    private readonly CheckpointFiles _files;

    private Checkpoint(string folder, CheckpointFiles files, TransformersConfiguration configuration)
    {
        _folder = folder;
        _files = files;
        Name = configuration.NameOr(Path.GetFileName(folder));
        var description = new CheckpointDescription(configuration, folder);
        Description = description.Read();
        Weights = new CheckpointWeights(folder, files.Tensors, Description, configuration).Read();
        StopTokenIds = ExportedModel.EndTokens(folder, configuration);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public string Origin => $"imported from the checkpoint {Path.GetFileName(_folder)}";

    /// <inheritdoc/>
    public DecoderDescription Description { get; }

    /// <inheritdoc/>
    public SourceDecoder Weights { get; }

    /// <inheritdoc/>
    public IReadOnlyList<int> StopTokenIds { get; }

    /// <summary>Opens a checkpoint's folder.</summary>
    /// <exception cref="EngineException">Something in it is missing, damaged, contradictory or not supported.</exception>
    public static Checkpoint Open(string folder)
    {
        using TransformersConfiguration configuration =
            TransformersConfiguration.Read(Path.Combine(folder, ExportedModel.ConfigurationName));
        if (!File.Exists(Path.Combine(folder, TokenizerName)))
        {
            throw new EngineException(
                $"{folder} has no {TokenizerName}; get it from where the model is from, or save it with the tokenizers library.");
        }

        CheckpointFiles files = CheckpointFiles.Open(folder);
        try
        {
            return new Checkpoint(folder, files, configuration);
        }
        catch
        {
            files.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public ModelLicence? WriteCompanions(string folder, CancellationToken cancellationToken)
    {
        SourceFiles.Copy(_folder, TokenizerName, Path.Combine(folder, TokenizerName), cancellationToken);
        return LicenceFiles.Copy(_folder, folder, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _files.Dispose();
}
