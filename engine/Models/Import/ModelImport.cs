using Google.Protobuf;
using LspCompletion.Engine.Inference;
using LspCompletion.Engine.Models.Onnx;
using LspCompletion.Engine.Prompting;
using LspCompletion.Engine.Tokenization;

namespace LspCompletion.Engine.Models.Import;

/// <summary>Makes a model of this program's out of one in a format that others made.</summary>
public static class ModelImport
{
    /// <summary>Tokens that the graphs hold at most: what their tables of positions cost grows with it.</summary>
    public const int MostContext = 8192;

    private const string WeightsName = "weights.bin";
    private const string TokenizerName = "tokenizer.json";
    private const string CpuGraphName = "model.cpu.onnx";
    private const string DirectMLGraphName = "model.directml.onnx";

    /// <summary>Tokens that a cache on DirectML holds at most: each step costs by it, however few it has.</summary>
    private const int MostStaticContext = 2048;

    /// <summary>Which share of the work the writing of weights is; the checksums are the rest.</summary>
    private const double WritingShare = 0.8;

    /// <summary>Imports a model. Either all of it is there afterwards, or nothing.</summary>
    /// <param name="options">What to import, and how.</param>
    /// <param name="progress">Is told the share that is done, from 0 to 1; null if nobody asks.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The model's folder.</returns>
    /// <exception cref="EngineException">
    /// The source is damaged, contradicts itself or is of no kind that is known; or the model can't be written.
    /// </exception>
    /// <exception cref="OperationCanceledException">Given up.</exception>
    public static string Run(ImportOptions options, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        string source = Path.TrimEndingDirectorySeparator(Path.GetFullPath(options.Source));
        if (Directory.Exists(source) && !CheckpointFiles.AreIn(source))
            return ExportImport.Run(source, options, progress, cancellationToken);

        using IModelSource model = Open(source);
        return ModelLibrary.Create(options.Library, options.Name ?? model.Name, folder =>
            Write(model, folder, options, progress, cancellationToken));
    }

    private static IModelSource Open(string source)
    {
        if (Directory.Exists(source))
            return Checkpoint.Open(source);
        if (!File.Exists(source))
            throw new EngineException($"There is nothing at {source}; give a GGUF file, or a model's folder.");
        return GgufModel.Open(source);
    }

    private static void Write(
        IModelSource model,
        string folder,
        ImportOptions options,
        IProgress<double>? progress,
        CancellationToken cancellationToken)
    {
        DecoderDescription description = model.Description;
        ModelLicence? licence = model.WriteCompanions(folder, cancellationToken);

        // Before the weights: nobody should wait for them to learn that the tokenizer doesn't fit.
        string name = Path.GetFileName(options.Name ?? ModelLibrary.FolderName(model.Name));
        FimFormatSpecification? format = DetectFormat(
            Path.Combine(folder, TokenizerName), model.Name, description.Architecture);

        int context = Math.Min(description.SlidingWindow ?? description.ContextLength, MostContext);
        var weights = new WeightsFile();
        StoredDecoder stored = new DecoderStorage(weights, options.Precision)
            .Place(model.Weights, description.RotaryFrequencies, context);
        weights.Write(
            Path.Combine(folder, WeightsName),
            read => progress?.Report(WritingShare * read / weights.SourceBytes),
            cancellationToken);

        int staticContext = Math.Min(context, MostStaticContext);
        WriteGraph(
            Path.Combine(folder, CpuGraphName),
            new SharedBufferGraph(description, stored, WeightsName, options.IsExact));
        WriteGraph(
            Path.Combine(folder, DirectMLGraphName),
            new StaticCacheGraph(description, stored, WeightsName, staticContext, TensorProto.Types.DataType.Float16));

        ManifestFile.Write(folder, new ModelManifest
        {
            Name = name,
            Licence = licence,
            Origin = model.Origin,
            Architecture = description.Architecture with { Quantisation = Describe(options.Precision) },
            ContextLength = context,
            ContextNote = DescribeContext(description, context),
            Tokenizer = TokenizerName,
            FillInTheMiddle = format,
            StopTokenIds = model.StopTokenIds,
            Graphs =
            [
                new ModelGraph { ExecutionProvider = ExecutionProvider.Cpu, File = CpuGraphName, Form = GraphForm.SharedBuffer },
                new ModelGraph { ExecutionProvider = ExecutionProvider.DirectML, File = DirectMLGraphName, Form = GraphForm.StaticCache },
            ],
            Files = ModelFiles.Describe(
                folder, share => progress?.Report(WritingShare + ((1 - WritingShare) * share)), cancellationToken),
        });
    }

    // By the model's own name: what it is called here may not tell.
    private static FimFormatSpecification? DetectFormat(string path, string modelName, ModelArchitecture figures)
    {
        ModelTokenizer tokenizer = ModelTokenizer.Load(path);
        if (tokenizer.VocabularySize > figures.VocabularySize)
        {
            throw new EngineException(
                $"The tokenizer of {FileText.Quote(modelName)} has {tokenizer.VocabularySize} tokens, but its embedding only " +
                $"{figures.VocabularySize} rows: they belong to different models; get the model again.");
        }

        FimFormat format = FimFormatDetector.Detect(tokenizer, modelName, figures.Family);
        return format == FimFormats.PrefixOnly ? null : new FimFormatSpecification { Format = format.Name };
    }

    private static void WriteGraph(string path, DecoderGraph graph)
    {
        using FileStream stream = new(path, FileMode.CreateNew);
        graph.Build().WriteTo(stream);
    }

    private static string? DescribeContext(DecoderDescription description, int context) =>
        context == description.ContextLength ? null
        : context == description.SlidingWindow
            ? $"of the {description.ContextLength} that it was made for, since its attention looks back over no more at a time (a sliding window)"
        : $"of the {description.ContextLength} that it was made for, since graphs hold no more";

    private static string Describe(WeightPrecision precision) => precision switch
    {
        WeightPrecision.Full => "none",
        WeightPrecision.EightBits => "8 bits in blocks of 32",
        WeightPrecision.FourBits => "linears 4 bits, embedding and head 8 bits, in blocks of 32",
        _ => "4 and 8 bits in blocks of 32, by what each tensor came in",
    };
}
