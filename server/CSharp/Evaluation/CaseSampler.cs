using LspCompletion.Server.Evaluation;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace LspCompletion.Server.CSharp.Evaluation;

/// <summary>Chooses what to blank out: of every file about the same share, of every kind the same number.</summary>
internal static class CaseSampler
{
    /// <summary>Longer blocks nobody expects to be written by one suggestion.</summary>
    private const int MostLinesOfBlock = 6;

    /// <summary>Chooses cases.</summary>
    /// <param name="files">The names of the files and their trees.</param>
    /// <param name="count">How many; fewer if there aren't as many.</param>
    /// <param name="seed">The same seed chooses the same.</param>
    public static IReadOnlyList<EvaluationCase> Choose(IEnumerable<(string Name, SyntaxTree Tree)> files, int count, int seed)
    {
        var random = new Random(seed);
        Dictionary<BlankKind, List<EvaluationCase>> byKind = Enum.GetValues<BlankKind>().ToDictionary(kind => kind, _ => new List<EvaluationCase>());
        foreach ((string name, SyntaxTree tree) in files.OrderBy(file => file.Name, StringComparer.Ordinal))
        {
            foreach (EvaluationCase candidate in Candidates(name, tree, random))
                byKind[candidate.Kind].Add(candidate);
        }

        List<EvaluationCase> chosen = [];
        for (int kinds = byKind.Count; kinds > 0; kinds--)
        {
            // What one kind lacks, the others make up for.
            List<EvaluationCase> fewest = byKind.Values.OrderBy(cases => cases.Count).ElementAt(byKind.Count - kinds);
            EvaluationCase[] shuffled = [.. fewest];
            random.Shuffle(shuffled);
            chosen.AddRange(shuffled.Take((count - chosen.Count) / kinds));
        }

        return [.. chosen.OrderBy(one => one.File, StringComparer.Ordinal).ThenBy(one => one.Start)];
    }

    private static IEnumerable<EvaluationCase> Candidates(string name, SyntaxTree tree, Random random)
    {
        SyntaxNode root = tree.GetRoot();
        SourceText text = tree.GetText();
        foreach (TextLine line in text.Lines)
        {
            SyntaxToken[] tokens = [.. root.DescendantTokens(line.Span).Where(token => line.Span.Contains(token.Span) && !token.IsMissing)];
            bool isOfMultilineText = root.FindToken(line.Start).Span is var first && first.Start < line.Start && first.End > line.Start;
            if (isOfMultilineText || tokens.Length < 3 || tokens[0].Parent?.FirstAncestorOrSelf<UsingDirectiveSyntax>() is not null)
                continue;

            int end = tokens[^1].Span.End;
            yield return new EvaluationCase(name, tokens[0].SpanStart, end - tokens[0].SpanStart, BlankKind.Line);
            int from = tokens[random.Next(1, tokens.Length - 1)].SpanStart;
            yield return new EvaluationCase(name, from, end - from, BlankKind.RestOfLine);
        }

        foreach (BlockSyntax block in root.DescendantNodes().OfType<BlockSyntax>().Where(block => block.Statements.Count > 0))
        {
            var span = TextSpan.FromBounds(block.Statements[0].SpanStart, block.Statements[^1].Span.End);
            LinePositionSpan lines = text.Lines.GetLinePositionSpan(span);
            if (lines.End.Line - lines.Start.Line < MostLinesOfBlock)
                yield return new EvaluationCase(name, span.Start, span.Length, BlankKind.Block);
        }
    }
}
