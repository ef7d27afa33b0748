using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace LspCompletion.Server.CSharp;

/// <summary>Finds the brackets that an insertion leaves open, so that the rest of the document can be read as it is meant.</summary>
internal static class OpenBrackets
{
    /// <summary>The brackets that close them; empty where the insertion, or the rest of its line, does.</summary>
    /// <param name="root">A tree with the insertion.</param>
    /// <param name="inserted">Where it lies.</param>
    public static string Close(SyntaxNode root, TextSpan inserted)
    {
        Stack<char> open = [];
        Read(root, inserted, open);
        if (open.Count == 0)
            return "";

        // Between the characters of a line break there is nothing left of the line, and its end lies before.
        TextLine line = root.SyntaxTree.GetText().Lines.GetLineFromPosition(inserted.End);
        Read(root, TextSpan.FromBounds(inserted.End, Math.Max(inserted.End, line.End)), open);
        return new string([.. open]);
    }

    private static void Read(SyntaxNode root, TextSpan span, Stack<char> open)
    {
        foreach (SyntaxToken token in root.DescendantTokens(span))
        {
            if (token.IsMissing || !span.Contains(token.Span))
                continue;

            switch (token.Kind())
            {
                case SyntaxKind.OpenParenToken:
                    open.Push(')');
                    break;
                case SyntaxKind.OpenBracketToken:
                    open.Push(']');
                    break;
                case SyntaxKind.OpenBraceToken:
                    open.Push('}');
                    break;
                case SyntaxKind.CloseParenToken or SyntaxKind.CloseBracketToken or SyntaxKind.CloseBraceToken
                    when open.TryPeek(out char closer) && token.Text[0] == closer:
                    open.Pop();
                    break;
            }
        }
    }
}
