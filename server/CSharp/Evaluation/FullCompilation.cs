using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace LspCompletion.Server.CSharp.Evaluation;

/// <summary>Finds what a suggestion breaks by compiling its whole project with it and without it.</summary>
/// <param name="document">The document without a suggestion.</param>
/// <param name="position">Where suggestions go.</param>
internal sealed class FullCompilation(CSharpDocument document, int position)
{
    private readonly Dictionary<string, IReadOnlyList<string>> _known = new(StringComparer.Ordinal);
    private ImmutableArray<Diagnostic>? _before;

    /// <summary>The ids of the errors that a suggestion brings.</summary>
    public IReadOnlyList<string> BroughtBy(string text, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue(text, out IReadOnlyList<string>? known))
            return known;

        var inserted = new TextSpan(position, text.Length);
        SyntaxNode open = document.With(new TextSpan(position, 0), text).Tree.GetRoot(cancellationToken);
        IReadOnlyList<string>? found = null;
        foreach (string ending in Endings.Of(open, inserted))
        {
            IReadOnlyList<string> errors = ErrorsWith(ending);
            if (found is null || errors.Count == 0)
                found = errors;
            if (found.Count == 0)
                break;
        }

        return _known[text] = found ?? [];

        IReadOnlyList<string> ErrorsWith(string added)
        {
            CSharpDocument with = document.With(new TextSpan(position, 0), text + added);
            _before ??= Errors(document, cancellationToken);
            IEnumerable<Diagnostic> elsewhere = Errors(with, cancellationToken);
            var insertion = new Insertion(with.Tree.GetRoot(cancellationToken), inserted, added, Replaced: 0);
            return
            [
                .. NewErrors.Find(OfDocument(_before.Value, document), OfDocument(elsewhere, with), insertion).Select(error => error.Id),
                .. OfOthers(elsewhere, with)
                    .ExceptBy(OfOthers(_before.Value, document).Select(Place), Place)
                    .Select(error => error.Id),
            ];
        }
    }

    private static ImmutableArray<Diagnostic> Errors(CSharpDocument document, CancellationToken cancellationToken) =>
        [.. NewErrors.Among(document.Compilation.GetDiagnostics(cancellationToken), document)];

    private static IEnumerable<Diagnostic> OfDocument(IEnumerable<Diagnostic> errors, CSharpDocument document) =>
        errors.Where(error => error.Location.SourceTree == document.Tree);

    private static IEnumerable<Diagnostic> OfOthers(IEnumerable<Diagnostic> errors, CSharpDocument document) =>
        errors.Where(error => error.Location.SourceTree != document.Tree && error.Location.SourceTree is not null);

    /// <summary>What was broken before and still is, was not broken by a suggestion.</summary>
    private static (SyntaxTree?, int) Place(Diagnostic error) => (error.Location.SourceTree, error.Location.SourceSpan.Start);
}
