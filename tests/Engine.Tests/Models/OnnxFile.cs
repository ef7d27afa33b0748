using LspCompletion.Engine.Models.Onnx;

namespace LspCompletion.Engine.Tests.Models;

/// <summary>An ONNX graph on disk.</summary>
internal static class OnnxFile
{
    /// <summary>Reads a graph, without what lies in other files.</summary>
    public static ModelProto Read(string path) => ModelProto.Parser.ParseFrom(File.ReadAllBytes(path));
}
