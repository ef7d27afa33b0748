using System.Text.Json;
using System.Text.Json.Serialization;
using LspCompletion.Engine;

namespace LspCompletion.Server.Evaluation;

/// <summary>The results of an evaluation, one JSON document a line, so that one that was ended can be gone on with.</summary>
internal sealed partial class EvaluationResults : IDisposable
{
    private readonly List<CaseResult> _results = [];
    private readonly StreamWriter? _writer;

    private EvaluationResults(StreamWriter? writer) => _writer = writer;

    /// <summary>All results.</summary>
    public IReadOnlyList<CaseResult> All => _results;

    /// <summary>Opens what there is, or begins.</summary>
    /// <param name="path">The file; <see langword="null"/> to keep the results in memory.</param>
    /// <param name="run">What makes results comparable: the folder, the model, the seed.</param>
    /// <exception cref="EngineException">The file belongs to another run, or can't be read or written.</exception>
    public static EvaluationResults Open(string? path, string run)
    {
        if (path is null)
            return new EvaluationResults(null);

        try
        {
            string[] lines = File.Exists(path) ? File.ReadAllLines(path) : [];
            if (lines.Length > 0 && lines[0] != run)
                throw new EngineException($"{path} holds the results of another evaluation ({lines[0]}): name another file, or delete it.");

            bool isCut = lines.Length > 0 && !File.ReadAllText(path).EndsWith('\n');
            var writer = new StreamWriter(path, append: true) { AutoFlush = true, NewLine = "\n" };
            var results = new EvaluationResults(writer);
            if (lines.Length == 0)
                writer.WriteLine(run);
            else if (isCut)
                writer.WriteLine();
            foreach (string line in lines.Skip(1))
            {
                if (TryRead(line) is { } result)
                    results._results.Add(result);
            }

            return results;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new EngineException($"{path} can't be used for results: {exception.Message} Name another file.", exception);
        }
    }

    /// <summary>Takes the results of a case.</summary>
    public void Add(IReadOnlyList<CaseResult> ofCase)
    {
        _results.AddRange(ofCase);
        foreach (CaseResult result in ofCase)
            _writer?.WriteLine(JsonSerializer.Serialize(result, ResultJson.Default.CaseResult));
    }

    /// <summary>The cases with results of all parts.</summary>
    public IReadOnlySet<string> Done => _results.Where(result => result.Part == EvaluatedPart.Ranked).Select(result => result.Case).ToHashSet();

    /// <inheritdoc/>
    public void Dispose() => _writer?.Dispose();

    /// <summary>A line may be cut where the process was ended.</summary>
    private static CaseResult? TryRead(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, ResultJson.Default.CaseResult);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    [JsonSerializable(typeof(CaseResult))]
    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
    private sealed partial class ResultJson : JsonSerializerContext;
}
