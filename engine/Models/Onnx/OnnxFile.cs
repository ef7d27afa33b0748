using Google.Protobuf;

namespace LspCompletion.Engine.Models.Onnx;

/// <summary>An ONNX graph on disk.</summary>
internal static class OnnxFile
{
    private const string Location = "location";

    /// <summary>Reads a graph, without what lies in other files.</summary>
    /// <exception cref="EngineException">It can't be read, or is no graph.</exception>
    public static ModelProto Read(string path)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            return ModelProto.Parser.ParseFrom(stream);
        }
        catch (InvalidProtocolBufferException exception)
        {
            throw new EngineException($"{path} is no ONNX graph ({exception.Message}); get it again.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new EngineException($"{path} can't be read ({exception.Message}); get it again.", exception);
        }
    }

    /// <summary>The files beside a graph that hold its weights.</summary>
    /// <exception cref="EngineException">It can't be read, or names a file outside of its folder.</exception>
    public static IReadOnlyList<string> ExternalFiles(string path)
    {
        string[] files =
        [
            .. Read(path).Graph.Initializer
                .SelectMany(tensor => tensor.ExternalData)
                .Where(entry => entry.Key == Location)
                .Select(entry => entry.Value)
                .Distinct(),
        ];
        return files.FirstOrDefault(file => file != Path.GetFileName(file)) is { } outside
            ? throw new EngineException($"The graph {path} has weights in {FileText.Quote(outside)}, outside of its folder; export it again.")
            : files;
    }
}
