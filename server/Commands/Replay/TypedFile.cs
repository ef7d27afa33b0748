using LspCompletion.Engine;
using LspCompletion.Server.Commands.Sources;
using LspCompletion.Server.Languages;

namespace LspCompletion.Server.Commands.Replay;

/// <summary>A file to type.</summary>
/// <param name="Source">What stands in it when everything is typed.</param>
/// <param name="Path">Its path as the model should see it.</param>
/// <param name="Range">The part to type.</param>
internal sealed record TypedFile(SourceText Source, string Path, TypedRange Range)
{
    /// <summary>Reads a file and chooses what to type.</summary>
    /// <param name="file">The file's path.</param>
    /// <param name="language">The file's language, where the user named one.</param>
    /// <param name="from">The first line to type, where the user named one.</param>
    /// <param name="to">The last line to type, where the user named one.</param>
    /// <exception cref="EngineException">The file is unfit, or has no such lines.</exception>
    public static TypedFile Read(string file, string? language, int? from, int? to)
    {
        SourceText source = SourceReader.Read(file);
        string path = ProjectPath.Of(SourceLanguage.PathInLanguage(file, language));
        return new TypedFile(source, path, TypedRange.Of(source, from, to));
    }
}
