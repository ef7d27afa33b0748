using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace LspCompletion.Server.CSharp;

/// <summary>
/// What may be added behind an insertion that stops halfway, so that the rest of the document can be read as it is meant.
/// </summary>
internal static class Endings
{
    /// <summary>The endings worth trying; where one of them brings no errors, the insertion is right so far.</summary>
    /// <param name="root">A tree with the insertion.</param>
    /// <param name="inserted">Where it lies.</param>
    public static IEnumerable<string> Of(SyntaxNode root, TextSpan inserted)
    {
        SyntaxToken last = LastToken(root, inserted);
        bool endsLine = EndsLine(root, inserted.End);
        string closers = OpenBrackets.Close(root, inserted);

        // A line without its end can be read together with the next one; what a block belongs to has no other end.
        bool mayLackSemicolon = endsLine
            && !last.IsKind(SyntaxKind.SemicolonToken) && !last.IsKind(SyntaxKind.OpenBraceToken)
            && !last.IsKind(SyntaxKind.CloseBraceToken) && !last.IsKind(SyntaxKind.CommaToken)
            && !last.GetNextToken().IsKind(SyntaxKind.OpenBraceToken);
        string nextLine = endsLine ? NextLine(root, inserted) : "";
        string[] begun = nextLine.Length == 0 ? [closers] : [nextLine + closers, closers];
        return mayLackSemicolon ? begun.SelectMany(ending => new[] { ending, ending + ";" }) : begun;
    }

    /// <summary>The last token that begins in an insertion; the one before it where none does.</summary>
    public static SyntaxToken LastToken(SyntaxNode root, TextSpan inserted)
    {
        // Blanks at the end of the insertion belong to what follows.
        SyntaxToken last = root.FindToken(Math.Max(inserted.Start, inserted.End - 1));
        return last.SpanStart < inserted.End ? last : last.GetPreviousToken();
    }

    /// <summary>Whether nothing but blanks follows in the line.</summary>
    public static bool EndsLine(SyntaxNode root, int position)
    {
        SourceText text = root.SyntaxTree.GetText();
        TextLine line = text.Lines.GetLineFromPosition(position);
        for (int i = position; i < line.End; i++)
        {
            if (!char.IsWhiteSpace(text[i]))
                return false;
        }

        return true;
    }

    /// <summary>What stands in the next line wherever a line ends like this.</summary>
    private static string NextLine(SyntaxNode root, TextSpan inserted)
    {
        // Half an expression may be skipped by the parser.
        SyntaxToken last = root.FindToken(Math.Max(inserted.Start, inserted.End - 1), findInsideTrivia: true);
        return last.Kind() switch
        {
            SyntaxKind.TryKeyword => " { } finally { }",
            SyntaxKind.SwitchKeyword => " { _ => throw null! }",
            SyntaxKind.WithKeyword => " { }",
            SyntaxKind.IdentifierToken when last.ValueText == "with" => " { }",
            _ when last.Parent is CatchClauseSyntax or CatchDeclarationSyntax or CatchFilterClauseSyntax or FinallyClauseSyntax => " { }",
            _ => "",
        };
    }
}
