using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace LspCompletion.Server.CSharp;

/// <summary>A suggestion, or a part of it, in the document.</summary>
/// <param name="Root">The tree with it.</param>
/// <param name="Span">Where it lies; what was added to finish it is not part of it.</param>
/// <param name="Added">What was added: closing brackets, a semicolon.</param>
/// <param name="Replaced">The length of what it took the place of.</param>
internal sealed record Insertion(SyntaxNode Root, TextSpan Span, string Added, int Replaced)
{
    /// <summary>Whether the model wrote more than that: then it is not the next line that may mend it.</summary>
    public bool IsCut { get; init; }

    /// <summary>The last token that begins in it; the one before it where none does.</summary>
    public SyntaxToken Last { get; } = Endings.LastToken(Root, Span);

    /// <summary>Where what was added ends.</summary>
    public int End => Span.End + Added.Length;

    /// <summary>How much farther the text behind it lies than without it.</summary>
    public int Shift => Span.Length + Added.Length - Replaced;

    /// <summary>Whether something begins in it.</summary>
    public bool Holds(Diagnostic error) => Span.Contains(error.Location.SourceSpan.Start);
}
