using System.Collections.Frozen;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace LspCompletion.Server.CSharp;

/// <summary>Tells errors of code that stops halfway from those of code that is wrong: the user writes on.</summary>
internal static class UnfinishedCode
{
    /// <summary>"Something is expected here": no error where the insertion ends at the end of a line.</summary>
    private static readonly FrozenSet<string> Expected = FrozenSet.Create(
        "CS1001", "CS1002", "CS1003", "CS1026", "CS1031", "CS1513", "CS1514", "CS1519", "CS1525",
        "CS1526", "CS1733", "CS0116", "CS8124");

    /// <summary>
    /// What follows from code that isn't there yet: no error outside of the insertion. Paths without a result, members that
    /// an interface asks for, a switch section without its end. (The compiler looks for most of these only once there are
    /// no others.)
    /// </summary>
    private static readonly FrozenSet<string> Unfinished = FrozenSet.Create(
        "CS0161", "CS0163", "CS8070", "CS1643", "CS0177", "CS0171", "CS0535", "CS0534", "CS0165", "CS0501", "CS5001", "CS8506");

    /// <summary>Whether an error may go away when the code goes on.</summary>
    public static bool Brings(Diagnostic error, Insertion insertion)
    {
        bool isBlockOpen = insertion.Added.Contains('}', StringComparison.Ordinal);
        if (Unfinished.Contains(error.Id) && (isBlockOpen || !insertion.Holds(error)))
            return true;

        // Whatever else is missing is missing in the next line.
        if (!Endings.EndsLine(insertion.Root, insertion.End))
            return false;

        TextSpan span = error.Location.SourceSpan;
        SyntaxToken last = insertion.Last;
        if (Expected.Contains(error.Id))
            return span.Start >= Math.Min(last.Span.End, insertion.Span.End) - 1 && span.Start <= insertion.End;

        SyntaxNode? at = insertion.Root.FindToken(span.Start).Parent;
        bool goesOn = !last.IsKind(SyntaxKind.SemicolonToken) && !last.IsKind(SyntaxKind.CloseBraceToken);
        return error.Id switch
        {
            // Arguments or required members are missing; a value of another type; a section that falls through; no body.
            "CS7036" or "CS1729" or "CS1501" or "CS0411" => IsListOpen<BaseArgumentListSyntax>(span, insertion),
            "CS9035" when IsListOpen<InitializerExpressionSyntax>(span, insertion) => true,
            "CS9035" => goesOn && IsOpen<BaseObjectCreationExpressionSyntax>(at, insertion),
            "CS0029" or "CS0266" or "CS8131" => goesOn && !insertion.IsCut && span.End >= last.Span.End,
            "CS8070" or "CS0163" => goesOn && IsOpen<SwitchSectionSyntax>(at, insertion),
            "CS8112" => goesOn && IsOpen<LocalFunctionStatementSyntax>(at, insertion),
            "CS0501" or "CS0548" or "CS1994" or "CS0535" or "CS0534" => goesOn && IsOpen<MemberDeclarationSyntax>(at, insertion),
            _ => IsOpenStatement(error, insertion),
        };
    }

    /// <summary>Whether a node is one that ends where the insertion does: its body is still to come.</summary>
    public static bool IsOpen<T>(SyntaxNode? at, Insertion insertion)
        where T : SyntaxNode =>
        at?.FirstAncestorOrSelf<T>() is { } node
        && node.GetLastToken().Span.End is int end && end >= insertion.Last.Span.End && end <= insertion.End;

    /// <summary>
    /// Whether an error lies in what has a list, of arguments for instance, that the insertion ends in: more may follow.
    /// </summary>
    private static bool IsListOpen<T>(TextSpan error, Insertion insertion)
        where T : SyntaxNode
    {
        int end = insertion.Span.End;
        SourceText text = insertion.Root.SyntaxTree.GetText();
        return insertion.Last.Parent is { } parent && parent.AncestorsAndSelf().OfType<T>().Any(
            list => list.Parent!.Span.Contains(error.Start) && list.SpanStart < end && end <= list.Span.End
                && text.ToString(TextSpan.FromBounds(end, list.Span.End)).All(character => character is ')' or ']' or '}' || char.IsWhiteSpace(character)));
    }

    /// <summary>An expression that stands alone may become a call or an assignment; a type's name a declaration.</summary>
    private static bool IsOpenStatement(Diagnostic error, Insertion insertion)
    {
        TextSpan span = error.Location.SourceSpan;
        return error.Id is "CS0201" or "CS0118" or "CS0119" or "CS0246" or "CS8389"
            && insertion.Last.Parent?.FirstAncestorOrSelf<ExpressionStatementSyntax>() is { } statement
            && (statement.SemicolonToken.IsMissing || statement.SemicolonToken.SpanStart >= insertion.Span.End)
            && statement.Span.Contains(span.Start)
            && statement.Span.End <= insertion.End
            && (error.Id is not "CS0246" || span.End >= insertion.Last.Span.End);
    }
}
