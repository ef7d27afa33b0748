using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using LspCompletion.Server.Files;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace LspCompletion.Server.CSharp;

/// <summary>The source files of projects as they were read last, so that loading anew reads only what changed.</summary>
/// <param name="files">Reads them.</param>
internal sealed class SourceCache(WorkspaceFiles files)
{
    /// <summary>What all of them may have together: trees take several times the memory of their text.</summary>
    private const long MostBytes = 256 * 1024 * 1024;

    private Dictionary<(string Path, CSharpParseOptions Options), Source> _known = [];
    private Dictionary<(string Path, CSharpParseOptions Options), Source> _used = [];
    private long _usedBytes;

    /// <summary>A file's tree.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How to parse it.</param>
    /// <param name="problem">
    /// Why there is none; <see langword="null"/> if there is one, or the file is gone, as files are while somebody works.
    /// </param>
    /// <param name="cancellationToken">Gives up.</param>
    public SyntaxTree? Parse(string path, CSharpParseOptions options, out string? problem, CancellationToken cancellationToken)
    {
        problem = null;
        if (files.Find(path, out FileRefusal? refusal) is not { } entry)
        {
            problem = WordsOf(refusal!);
            return null;
        }

        if (_usedBytes + entry.Length > MostBytes)
        {
            problem = string.Create(CultureInfo.InvariantCulture, $"with those before it, it is more than {MostBytes >> 20} MiB of source");
            return null;
        }

        if (!_known.TryGetValue((path, options), out Source? source) || source.LastWriteUtc != entry.LastWriteUtc || source.Length != entry.Length)
        {
            if (!TryRead(path, out SourceText? text, out problem))
                return null;
            source = new Source(entry.LastWriteUtc, entry.Length, CSharpSyntaxTree.ParseText(text, options, path, cancellationToken));
        }

        if (_used.TryAdd((path, options), source))
            _usedBytes += source.Length;
        return source.Tree;
    }

    /// <summary>Lets go what wasn't asked for since the last sweep.</summary>
    public void Sweep() => (_known, _used, _usedBytes) = (_used, [], 0);

    /// <summary>A file's text; <see langword="null"/> if it isn't there, can't be read, is too large or nested too deeply.</summary>
    public SourceText? Read(string path) => TryRead(path, out SourceText? text, out _) ? text : null;

    private bool TryRead(string path, [NotNullWhen(true)] out SourceText? source, out string? problem)
    {
        source = null;
        if (!files.TryReadText(path, FileKind.Source, out string? text, out FileRefusal? refusal))
        {
            problem = WordsOf(refusal);
            return false;
        }

        problem = Nesting.IsTooDeep(text) ? "its brackets lie in each other too deeply" : null;
        if (problem is null)
            source = SourceText.From(text);
        return source is not null;
    }

    private static string? WordsOf(FileRefusal refusal) => refusal.Reason == FileRefusalReason.Missing ? null : refusal.Words;

    private sealed record Source(DateTime LastWriteUtc, long Length, SyntaxTree Tree);
}
