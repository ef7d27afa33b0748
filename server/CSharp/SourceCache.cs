using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace LspCompletion.Server.CSharp;

/// <summary>The source files of projects as they were read last, so that loading anew reads only what changed.</summary>
internal sealed class SourceCache
{
    /// <summary>Larger files were written by programs, and take more memory than what they declare is worth.</summary>
    private const long MostBytes = 4 * 1024 * 1024;

    private Dictionary<(string Path, CSharpParseOptions Options), Source> _known = [];
    private Dictionary<(string Path, CSharpParseOptions Options), Source> _used = [];

    /// <summary>A file's tree; <see langword="null"/> if it isn't there, can't be read, is too large or nested too deeply.</summary>
    public SyntaxTree? Parse(string path, CSharpParseOptions options, CancellationToken cancellationToken)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
            return null;

        if (!_known.TryGetValue((path, options), out Source? source) || source.Written != file.LastWriteTimeUtc || source.Length != file.Length)
        {
            if (Read(path) is not { } text)
                return null;
            source = new Source(file.LastWriteTimeUtc, file.Length, CSharpSyntaxTree.ParseText(text, options, path, cancellationToken));
        }

        _used[(path, options)] = source;
        return source.Tree;
    }

    /// <summary>Lets go what wasn't asked for since the last sweep.</summary>
    public void Sweep() => (_known, _used) = (_used, []);

    /// <summary>A file's text; <see langword="null"/> if it isn't there, can't be read, is too large or nested too deeply.</summary>
    public static SourceText? Read(string path)
    {
        try
        {
            var file = new FileInfo(path);
            return file.Exists && file.Length <= MostBytes && File.ReadAllText(path) is var text && !Nesting.IsTooDeep(text)
                ? SourceText.From(text)
                : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private sealed record Source(DateTime Written, long Length, SyntaxTree Tree);
}
