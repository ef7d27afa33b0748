using System.Collections.Frozen;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace LspCompletion.Server.CSharp;

/// <summary>
/// The errors that an insertion brings with it: those that lie in it, and those elsewhere that weren't there before. What
/// is only unfinished is no error: the user writes on.
/// </summary>
internal static class NewErrors
{
    /// <summary>"Something is expected here": no error where the insertion ends at the end of a line.</summary>
    private static readonly FrozenSet<string> Expected =
        FrozenSet.Create("CS1001", "CS1002", "CS1003", "CS1026", "CS1513", "CS1514", "CS1525", "CS1733", "CS8124");

    /// <summary>
    /// What follows from code that isn't there yet: no error outside of the insertion. Paths without a result, members that
    /// an interface asks for, a switch section without its end. (The compiler looks for most of these only once there are
    /// no others.)
    /// </summary>
    private static readonly FrozenSet<string> Unfinished = FrozenSet.Create(
        "CS0161", "CS0163", "CS8070", "CS1643", "CS0177", "CS0171", "CS0535", "CS0534", "CS0165", "CS0501", "CS5001", "CS8506");

    /// <summary>Finds them one by one, the first first.</summary>
    /// <param name="before">The errors without the insertion; enumerated only where they matter.</param>
    /// <param name="after">The errors with it.</param>
    /// <param name="root">The tree with it.</param>
    /// <param name="inserted">Where it lies in that tree; what was added to finish it is not part of it.</param>
    /// <param name="added">What was added: closing brackets, a semicolon.</param>
    /// <param name="replaced">The length of what it took the place of.</param>
    public static IEnumerable<Diagnostic> Find(
        IEnumerable<Diagnostic> before, IEnumerable<Diagnostic> after, SyntaxNode root, TextSpan inserted, string added, int replaced)
    {
        int shift = inserted.Length + added.Length - replaced;
        HashSet<(string, int)>? known = null;
        HashSet<int> broken = [];
        MemberDeclarationSyntax? own = BindingCheck.MemberAt(root, inserted.Start);
        return after
            .Where(error => !IsUnfinished(error, root, inserted, added))
            .OrderBy(error => error.Location.SourceSpan.Start)
            .Where(error => Lies(error, inserted) || !WasThere(error));

        // What was broken in another member and still is was not mended, no more.
        bool WasThere(Diagnostic error)
        {
            if (known is null)
            {
                known = [.. before.Select(old => (old.Id, old.Location.SourceSpan.Start))];
                broken = [.. known.Select(old => old.Item2)];
            }

            int position = PositionBefore(error, inserted, shift);
            return known.Contains((error.Id, position))
                || (broken.Contains(position) && BindingCheck.MemberAt(root, error.Location.SourceSpan.Start) != own);
        }
    }

    private static bool Lies(Diagnostic error, TextSpan inserted) => inserted.Contains(error.Location.SourceSpan.Start);

    private static int PositionBefore(Diagnostic error, TextSpan inserted, int shift)
    {
        int start = error.Location.SourceSpan.Start;
        return start < inserted.End ? start : start - shift;
    }

    private static bool IsUnfinished(Diagnostic error, SyntaxNode root, TextSpan inserted, string added)
    {
        TextSpan span = error.Location.SourceSpan;
        bool isBlockOpen = added.Contains('}', StringComparison.Ordinal);
        if (Unfinished.Contains(error.Id) && (isBlockOpen || !Lies(error, inserted)))
            return true;

        // Blanks at the end of the insertion stand before the place where something is expected.
        SyntaxToken last = root.FindToken(Math.Max(inserted.Start, inserted.End - 1));
        if (last.SpanStart >= inserted.End)
            last = last.GetPreviousToken();
        int end = inserted.End + added.Length;
        bool endsLine = EndsLine(root, end);
        bool isAtEnd = span.Start >= Math.Min(last.Span.End, inserted.End) - 1 && span.Start <= end;
        if (Expected.Contains(error.Id))
            return endsLine && isAtEnd;

        // An expression that stands alone may become a call or an assignment; a type's name a declaration.
        bool isOpenStatement = error.Id is "CS0201" or "CS0118" or "CS0119" or "CS0246" or "CS8389"
            && last.Parent?.FirstAncestorOrSelf<ExpressionStatementSyntax>() is { } statement
            && (statement.SemicolonToken.IsMissing || statement.SemicolonToken.SpanStart >= inserted.End)
            && statement.Span.Contains(span.Start)
            && statement.Span.End <= end;
        return isOpenStatement && endsLine && (error.Id is not "CS0246" || span.End >= last.Span.End);
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
}
