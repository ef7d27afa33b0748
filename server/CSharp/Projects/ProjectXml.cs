using System.Xml;
using System.Xml.Linq;
using LspCompletion.Server.Files;

namespace LspCompletion.Server.CSharp.Projects;

/// <summary>
/// Reads solutions and projects in XML, up to a number of elements: each takes many times the memory that it takes in the
/// file, and whoever goes through them calls itself for each that lies in another.
/// </summary>
internal sealed class ProjectXml(WorkspaceFiles files)
{
    private const int Deepest = 64;
    private const int MostElements = 100_000;

    private static readonly XmlReaderSettings Format = new()
    {
        DtdProcessing = DtdProcessing.Ignore,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        IgnoreWhitespace = true,
    };

    private int _elements;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">It can't be read, isn't XML, or is too much, with all that was read before.</exception>
    public XElement Load(string path)
    {
        if (!files.TryRead(path, FileKind.Project, out byte[]? bytes, out FileRefusal? refusal))
            throw new InvalidDataException($"{path}: {refusal.Words}");

        try
        {
            Measure(bytes);
            using var reader = XmlReader.Create(new MemoryStream(bytes), Format);
            return XElement.Load(reader);
        }
        catch (Exception exception) when (exception is XmlException or InvalidDataException)
        {
            // It may be a file that the project takes in.
            throw new InvalidDataException($"{path}: {exception.Message}", exception);
        }
    }

    private void Measure(byte[] bytes)
    {
        using var reader = XmlReader.Create(new MemoryStream(bytes), Format);
        while (reader.Read())
        {
            _elements += 1 + reader.AttributeCount;
            if (reader.Depth > Deepest)
                throw new InvalidDataException($"elements lie in each other more than {Deepest} deep");
            if (_elements > MostElements)
                throw new InvalidDataException($"with all that it takes in it has more than {MostElements} elements");
        }
    }
}
