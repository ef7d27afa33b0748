using LspCompletion.Server.Documents;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using TextChange = Microsoft.CodeAnalysis.Text.TextChange;

namespace LspCompletion.Server.CSharp;

/// <summary>
/// The text of an open document and its tree, parsed once, by whoever asks first; the others wait for that. Thread-safe.
/// </summary>
internal sealed class ParsedText
{
    /// <summary>So many UTF-16 code units nest nothing deeply: the whole text isn't looked through again for them.</summary>
    private const int Unsuspicious = 64;

    private readonly Lazy<SyntaxTree?> _tree;
    private int _unseen;

    /// <param name="text">The text.</param>
    /// <param name="options">How to parse it.</param>
    /// <param name="path">The document's path.</param>
    /// <param name="basis">An earlier text that is parsed already: only what is different is parsed again.</param>
    /// <param name="cancellationToken">Ends the parsing, for good.</param>
    public ParsedText(DocumentText text, CSharpParseOptions options, string path, ParsedText? basis, CancellationToken cancellationToken)
    {
        Text = text;
        Options = options;
        _tree = new Lazy<SyntaxTree?>(() => basis is { Tree: { } before } && basis.Options.Equals(options)
            ? ParseAgain(before, basis)
            : Parse(path, cancellationToken));
    }

    /// <summary>The text.</summary>
    public DocumentText Text { get; }

    /// <summary>How it is parsed.</summary>
    public CSharpParseOptions Options { get; }

    /// <summary>Whether that is done.</summary>
    public bool IsParsed => _tree.IsValueCreated;

    /// <summary>The tree; <see langword="null"/> if the text is nested too deeply.</summary>
    public SyntaxTree? Tree => _tree.Value;

    private SyntaxTree? Parse(string path, CancellationToken cancellationToken)
    {
        string text = Text.ToString();
        return Nesting.IsTooDeep(text) ? null : CSharpSyntaxTree.ParseText(text, Options, path, cancellationToken: cancellationToken);
    }

    private SyntaxTree? ParseAgain(SyntaxTree before, ParsedText basis)
    {
        (int start, int end, int endAfter) = basis.Text.DifferenceTo(Text);
        _unseen = basis._unseen + endAfter - start;
        if (_unseen >= Unsuspicious)
        {
            if (Nesting.IsTooDeep(Text.ToString()))
                return null;
            _unseen = 0;
        }

        var change = new TextChange(TextSpan.FromBounds(start, end), Text.Slice(start, endAfter - start));
        return before.WithChangedText(before.GetText().WithChanges(change));
    }
}
