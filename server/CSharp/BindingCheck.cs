using System.Collections.Immutable;
using LspCompletion.Server.Insight;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace LspCompletion.Server.CSharp;

/// <summary>
/// Binds suggestions where they would stand, in a fork of the project, and cuts those that bring errors with them to
/// their longest part that brings none. One for each document; used by one thread at a time.
/// </summary>
internal sealed class BindingCheck
{
    /// <summary>Parts of a suggestion that are tried; what is left of a longer one isn't worth its time.</summary>
    private const int MostParts = 6;

    private ErrorsAt? _before;

    /// <summary>Checks a suggestion.</summary>
    /// <param name="document">The document without it.</param>
    /// <param name="replaced">What it would take the place of.</param>
    /// <param name="text">The suggestion.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The verdict, and what of the text is to be shown; empty if nothing.</returns>
    public (CheckVerdict Verdict, string Text) Run(
        CSharpDocument document, TextSpan replaced, string text, CancellationToken cancellationToken)
    {
        if (FirstError(document, replaced, text, isCut: false, out CSharpDocument with, cancellationToken) is not { } error)
        {
            return ErrorElsewhere(document, with, new TextSpan(replaced.Start, text.Length), cancellationToken) is { } elsewhere
                ? (new CheckVerdict(CheckOutcome.Dropped, elsewhere.Id, null, 0), "")
                : (new CheckVerdict(CheckOutcome.Bound, null, null, text.Length), text);
        }

        int at = error.Location.SourceSpan.Start - replaced.Start;
        int limit = Math.Min(at, text.Length);
        for (int tried = 0; tried < MostParts && LongestPart(with, replaced.Start, limit, cancellationToken) is { } length; tried++)
        {
            string part = text[..length].TrimEnd();
            if (FirstError(document, replaced, part, isCut: true, out CSharpDocument withPart, cancellationToken) is null
                && ErrorElsewhere(document, withPart, new TextSpan(replaced.Start, part.Length), cancellationToken) is null)
            {
                return (new CheckVerdict(CheckOutcome.Cut, error.Id, at, part.Length), part);
            }

            limit = length - 1;
        }

        return (new CheckVerdict(CheckOutcome.Dropped, error.Id, at, 0), "");
    }

    private Diagnostic? FirstError(
        CSharpDocument document, TextSpan replaced, string text, bool isCut, out CSharpDocument with, CancellationToken cancellationToken)
    {
        var inserted = new TextSpan(replaced.Start, text.Length);
        with = document.With(replaced, text);
        Diagnostic? first = null;
        foreach (string ending in Endings.Of(with.Tree.GetRoot(cancellationToken), inserted))
        {
            cancellationToken.ThrowIfCancellationRequested();
            CSharpDocument ended = ending.Length == 0 ? with : document.With(replaced, text + ending);
            var insertion = new Insertion(ended.Tree.GetRoot(cancellationToken), inserted, ending, replaced.Length) { IsCut = isCut };
            IEnumerable<Diagnostic> errors = NewErrors.Find(
                ErrorsBefore(document, replaced.Start, cancellationToken), Errors(ended, inserted, cancellationToken), insertion);
            if (errors.FirstOrDefault() is not { } error)
                return null;

            first ??= error;
        }

        return first;
    }

    /// <summary>
    /// An error that an insertion brings to another file. Only a namespace is looked at: all types of the document get other
    /// names with it, and who uses them may know them no more.
    /// </summary>
    private static Diagnostic? ErrorElsewhere(
        CSharpDocument document, CSharpDocument with, TextSpan inserted, CancellationToken cancellationToken)
    {
        SyntaxNode root = with.Tree.GetRoot(cancellationToken);
        if (!root.DescendantNodes(static node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax)
            .OfType<BaseNamespaceDeclarationSyntax>().Any(space => space.Name.Span.IntersectsWith(inserted)))
            return null;

        HashSet<string> types = [.. root.DescendantNodes().OfType<BaseTypeDeclarationSyntax>().Select(type => type.Identifier.ValueText)];
        return with.Compilation.SyntaxTrees
            .Where(tree => tree != with.Tree && Names(tree.GetRoot(cancellationToken)).Any(name => types.Contains(name.ValueText)))
            .Select(tree => ErrorsOf(with, tree).ExceptBy(ErrorsOf(document, tree).Select(Place), Place).FirstOrDefault())
            .FirstOrDefault(error => error is not null);

        IEnumerable<Diagnostic> ErrorsOf(CSharpDocument of, SyntaxTree tree) => of.Compilation.GetSemanticModel(tree)
            .GetDiagnostics(cancellationToken: cancellationToken).Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);

        static int Place(Diagnostic error) => error.Location.SourceSpan.Start;
    }

    /// <summary>What is wrong at a place as it is; found out when that is enumerated, and known for the last such place.</summary>
    private IEnumerable<Diagnostic> ErrorsBefore(CSharpDocument document, int position, CancellationToken cancellationToken)
    {
        if (_before is not { } before || before.Document != document || before.Position != position)
            _before = before = new ErrorsAt(document, position, Errors(document, new TextSpan(position, 0), cancellationToken));
        foreach (Diagnostic error in before.Errors)
            yield return error;
    }

    /// <summary>The errors of a document that an insertion can have to do with.</summary>
    /// <param name="document">The document, with an insertion or without.</param>
    /// <param name="inserted">Where that lies; empty where it goes.</param>
    /// <param name="cancellationToken">Gives up.</param>
    private static ImmutableArray<Diagnostic> Errors(CSharpDocument document, TextSpan inserted, CancellationToken cancellationToken)
    {
        SyntaxNode root = document.Tree.GetRoot(cancellationToken);
        SemanticModel model = document.Compilation.GetSemanticModel(document.Tree);
        IEnumerable<Diagnostic> errors = SyntaxErrors(document.Tree, cancellationToken);
        foreach (TextSpan span in Affected(root, inserted))
            errors = errors.Concat(model.GetMethodBodyDiagnostics(span, cancellationToken));

        // Statements declare nothing beyond their body.
        if (!IsWithin(root, inserted, static node => node is BlockSyntax))
        {
            SyntaxNode? declaring = IsWithinBody(root, inserted) ? MemberAt(root, inserted.Start) : TypeAt(root, inserted.Start);
            errors = errors.Concat(model.GetDeclarationDiagnostics(declaring?.Span ?? root.Span, cancellationToken))
                .Concat(TypesDeclaredTwice(root, inserted, model, cancellationToken));
        }

        return [.. NewErrors.Among(errors, document)];
    }

    /// <summary>
    /// What the parser has against a text. In some broken strings with holes in them, Roslyn looks for an error's place before
    /// the beginning of the file, and gives up; what it has found by then counts.
    /// </summary>
    private static List<Diagnostic> SyntaxErrors(SyntaxTree tree, CancellationToken cancellationToken)
    {
        List<Diagnostic> errors = [];
        try
        {
            foreach (Diagnostic error in tree.GetDiagnostics(cancellationToken))
                errors.Add(error);
        }
        catch (ArgumentOutOfRangeException)
        {
            // What comes behind is not known.
        }

        return errors;
    }

    /// <summary>
    /// Types that an insertion declares though they are there already: a question to the whole project, which a model of one
    /// file doesn't answer.
    /// </summary>
    private static IEnumerable<Diagnostic> TypesDeclaredTwice(
        SyntaxNode root, TextSpan inserted, SemanticModel model, CancellationToken cancellationToken)
    {
        foreach (BaseTypeDeclarationSyntax type in root.DescendantNodes(inserted).OfType<BaseTypeDeclarationSyntax>())
        {
            if (!inserted.Contains(type.Identifier.Span) || type.Modifiers.Any(SyntaxKind.PartialKeyword)
                || model.GetDeclaredSymbol(type, cancellationToken) is not { } symbol)
            {
                continue;
            }

            int alike = symbol.ContainingType?.GetTypeMembers(symbol.Name, symbol.Arity).Length
                ?? symbol.ContainingNamespace.GetTypeMembers(symbol.Name, symbol.Arity).Count(other => other.DeclaringSyntaxReferences.Length > 0);
            if (alike > 1 || symbol.DeclaringSyntaxReferences.Length > 1)
            {
                yield return Diagnostic.Create(
                    "CS0101", "Compiler", "The type is declared already.", DiagnosticSeverity.Error, DiagnosticSeverity.Error,
                    isEnabledByDefault: true, warningLevel: 0, location: type.Identifier.GetLocation());
            }
        }
    }

    /// <summary>
    /// What may bind in another way with an insertion: the body that it lies in; where it declares something, whatever
    /// names that. Top-level statements are one method.
    /// </summary>
    private static IEnumerable<TextSpan> Affected(SyntaxNode root, TextSpan inserted)
    {
        if (IsWithinBody(root, inserted))
            return [MemberAt(root, inserted.Start) is { } member and not GlobalStatementSyntax ? member.Span : root.Span];

        // Without the insertion nobody knows what it will declare.
        if (inserted.IsEmpty)
            return [root.Span];

        // The name may stand before the insertion: of a property only how it is read and written. A comment, or blanks, belong
        // to what begins behind them, and declare nothing.
        TextSpan declared = MemberAt(root, inserted.Start) is { } begun
            ? TextSpan.FromBounds(Math.Min(begun.SpanStart, inserted.End), inserted.End)
            : inserted;
        HashSet<string> names = [.. Names(root, declared).Select(name => name.ValueText)];
        return Names(root)
            .Where(name => names.Contains(name.ValueText))
            .Select(name => MemberAt(root, name.SpanStart)?.Span)
            .OfType<TextSpan>()
            .Append(inserted)
            .Distinct();
    }

    /// <summary>The names in a tree, or in a span of it.</summary>
    private static IEnumerable<SyntaxToken> Names(SyntaxNode root, TextSpan? span = null) =>
        root.DescendantTokens(span ?? root.FullSpan).Where(token => token.IsKind(SyntaxKind.IdentifierToken));

    /// <summary>Whether all of an insertion lies between the braces of a body, or in an expression in place of one.</summary>
    private static bool IsWithinBody(SyntaxNode root, TextSpan inserted) =>
        MemberAt(root, inserted.Start) is GlobalStatementSyntax
        || IsWithin(root, inserted, static node => node is BlockSyntax or ArrowExpressionClauseSyntax or EqualsValueClauseSyntax);

    /// <summary>Whether all of an insertion lies in one of a member's nodes of a kind.</summary>
    private static bool IsWithin(SyntaxNode root, TextSpan inserted, Func<SyntaxNode, bool> isOfKind) =>
        MemberAt(root, inserted.Start) is { } member && member.DescendantNodes().Any(node =>
            isOfKind(node) && node.SpanStart < inserted.Start && inserted.End < node.Span.End + (node is BlockSyntax ? 0 : 1));

    /// <summary>The type between whose braces a position lies.</summary>
    private static TypeDeclarationSyntax? TypeAt(SyntaxNode root, int position) =>
        root.FindToken(Math.Min(position, root.FullSpan.End)).Parent?.AncestorsAndSelf().OfType<TypeDeclarationSyntax>()
            .FirstOrDefault(type => type.OpenBraceToken.SpanStart < position);

    /// <summary>The method, property or field at a position; a type is none.</summary>
    internal static MemberDeclarationSyntax? MemberAt(SyntaxNode root, int position) => root.FindToken(Math.Min(position, root.FullSpan.End))
        .Parent?.AncestorsAndSelf().OfType<MemberDeclarationSyntax>()
        .FirstOrDefault(member => member is not (BaseTypeDeclarationSyntax or BaseNamespaceDeclarationSyntax));

    /// <summary>
    /// The length of the longest part of an insertion that ends where a statement, a member, an expression or a line does.
    /// </summary>
    /// <param name="with">The document with the insertion.</param>
    /// <param name="start">Where the insertion begins.</param>
    /// <param name="limit">The most characters of it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    private static int? LongestPart(CSharpDocument with, int start, int limit, CancellationToken cancellationToken)
    {
        if (limit <= 0)
            return null;

        var span = new TextSpan(start, limit);
        SyntaxNode root = with.Tree.GetRoot(cancellationToken);
        int longest = 0;
        foreach (SyntaxNode node in root.DescendantNodes(span))
        {
            int end = node.Span.End;
            bool isPart = node is StatementSyntax or MemberDeclarationSyntax
                || (node is ExpressionSyntax && !SyntaxFacts.IsInTypeOnlyContext((ExpressionSyntax)node));
            if (isPart && end > start + longest && end <= span.End)
                longest = end - start;
        }

        string text = with.Text.ToString(span);
        int line = text.LastIndexOf('\n');
        if (line > longest && !string.IsNullOrWhiteSpace(text[..line]))
            longest = line;
        return longest > 0 ? longest : null;
    }

    private sealed record ErrorsAt(CSharpDocument Document, int Position, ImmutableArray<Diagnostic> Errors);
}
