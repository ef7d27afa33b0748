namespace LspCompletion.Engine.Models.Import;

/// <summary>A model in a GGUF file, with its tokenizer and all that is to be known inside.</summary>
/// <remarks>
/// Names of keys and tensors, and what they mean, are those of llama.cpp (https://github.com/ggml-org/llama.cpp, MIT):
/// gguf-py/gguf/constants.py and convert_hf_to_gguf.py.
/// </remarks>
internal sealed class GgufModel : IModelSource
{
    private const string TokenizerName = "tokenizer.json";

    private readonly GgufFile _file;
    private readonly GgufTokenizer _tokenizer;

    private GgufModel(GgufFile file)
    {
        _file = file;
        Name = file.OptionalText("general.name") ?? Path.GetFileNameWithoutExtension(file.Path);
        _tokenizer = new GgufTokenizer(file);
        Description = new GgufDescription(file).Read();
        Weights = new GgufWeights(file, Description).Read();
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public string Origin => $"imported from {Path.GetFileName(_file.Path)}";

    /// <inheritdoc/>
    public DecoderDescription Description { get; }

    /// <inheritdoc/>
    public SourceDecoder Weights { get; }

    /// <inheritdoc/>
    public IReadOnlyList<int> StopTokenIds => _tokenizer.StopTokenIds;

    /// <summary>Opens a GGUF file.</summary>
    /// <exception cref="EngineException">Something in it is missing, damaged, contradictory or not supported.</exception>
    public static GgufModel Open(string path)
    {
        var file = GgufFile.Open(path);
        try
        {
            return new GgufModel(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public ModelLicence? WriteCompanions(string folder, CancellationToken cancellationToken)
    {
        _tokenizer.Write(Path.Combine(folder, TokenizerName));
        return _file.OptionalText("general.license") is { Length: > 0 } name ? new ModelLicence(name) : null;
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
