using System.Collections.Frozen;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LspCompletion.Server.CSharp;

/// <summary>
/// The errors that an insertion brings with it: those that lie in it, and those elsewhere that weren't there before. What
/// is only unfinished is no error.
/// </summary>
internal static class NewErrors
{
    /// <summary>
    /// Names of types and namespaces that nobody knows: no error where something is missing that the project refers to.
    /// </summary>
    private static readonly FrozenSet<string> Unknown = FrozenSet.Create("CS0246", "CS0234", "CS0400", "CS0012", "CS0103");

    /// <summary>What among diagnostics is an error in a document.</summary>
    public static IEnumerable<Diagnostic> Among(IEnumerable<Diagnostic> diagnostics, CSharpDocument document) => diagnostics
        .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error && (document.IsComplete || !MayBeMissing(diagnostic)));

    /// <summary>Finds them one by one, the first first.</summary>
    /// <param name="before">The errors without the insertion; enumerated only where they matter.</param>
    /// <param name="after">The errors with it.</param>
    /// <param name="insertion">The insertion.</param>
    public static IEnumerable<Diagnostic> Find(IEnumerable<Diagnostic> before, IEnumerable<Diagnostic> after, Insertion insertion)
    {
        HashSet<(string, int)>? known = null;
        HashSet<int> broken = [];
        SyntaxNode root = insertion.Root;
        MemberDeclarationSyntax? own = BindingCheck.MemberAt(root, insertion.Span.Start);
        bool isTypeBegun = UnfinishedCode.IsOpen<BaseTypeDeclarationSyntax>(insertion.Last.Parent, insertion);
        return after
            .Where(error => !UnfinishedCode.Brings(error, insertion))
            .OrderBy(error => error.Location.SourceSpan.Start)
            .Where(error => insertion.Holds(error) || !(isTypeBegun || WasThere(error)));

        // A type without its members brings errors to whoever uses them. What was broken in another member and still is was
        // not mended, no more.
        bool WasThere(Diagnostic error)
        {
            if (known is null)
            {
                known = [.. before.Select(old => (old.Id, old.Location.SourceSpan.Start))];
                broken = [.. known.Select(old => old.Item2)];
            }

            int position = PositionBefore(error, insertion);
            return known.Contains((error.Id, position))
                || (broken.Contains(position) && BindingCheck.MemberAt(root, error.Location.SourceSpan.Start) != own);
        }
    }

    /// <summary>
    /// Whether an error is the unknown name of a type or a namespace. Before a dot the compiler doesn't say of what, but types
    /// begin with a capital.
    /// </summary>
    private static bool MayBeMissing(Diagnostic error) => Unknown.Contains(error.Id)
        && (error.Id != "CS0103" || BeginsWithCapital(error.Location));

    private static bool BeginsWithCapital(Location location) => location.SourceTree?.GetText() is { } text
        && location.SourceSpan.Start < text.Length && char.IsUpper(text[location.SourceSpan.Start]);

    private static int PositionBefore(Diagnostic error, Insertion insertion)
    {
        int start = error.Location.SourceSpan.Start;
        return start < insertion.Span.End ? start : start - insertion.Shift;
    }
}
