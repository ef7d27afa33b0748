using LspCompletion.Server.CSharp;
using LspCompletion.Server.Insight;
using LspCompletion.Tests;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace LspCompletion.Server.Tests.CSharp;

/// <summary>
/// Code that compiles is written again, line by line, and what follows in the body isn't there yet: as for everybody who
/// writes code. Each line is what a perfect model would suggest, so the check has to let it pass, whole.
/// </summary>
public sealed class WrittenInOrderTests
{
    [Theory]
    [InlineData("OrderService")]
    [InlineData("GraphLibrary")]
    public async Task The_right_line_passes_before_the_next_is_written(string sample)
    {
        using CSharpWorkspace workspace = new(
            [Path.Combine(RepositoryPaths.Root, "tests", "Samples", sample)], TimeProvider.System, _ => { });
        await workspace.LoadAsync();
        BindingCheck check = new();
        List<string> notPassed = [];
        int lines = 0;
        foreach (SyntaxTree tree in workspace.SourceFiles())
        {
            foreach ((string prefix, string line, string suffix) in Lines(await tree.GetRootAsync(TestContext.Current.CancellationToken)))
            {
                CSharpDocument document = workspace.Find(SourceFolder.Snapshot(tree.FilePath, prefix + suffix))!;
                (CheckVerdict verdict, _) = check.Run(
                    document, new TextSpan(prefix.Length, 0), line, TestContext.Current.CancellationToken);
                lines++;
                if (verdict.Outcome != CheckOutcome.Bound)
                    notPassed.Add($"{Path.GetFileName(tree.FilePath)}: {line}: {verdict}");
            }

            workspace.Close(SourceFolder.Snapshot(tree.FilePath, tree.ToString()));
        }

        Assert.InRange(lines, 200, int.MaxValue);
        Assert.Equal([], notPassed);
    }

    /// <summary>
    /// The lines of bodies and the heads of members and types, from their first token and from one in their middle on; each
    /// with what stands before and after it while it is being written.
    /// </summary>
    private static IEnumerable<(string Prefix, string Line, string Suffix)> Lines(SyntaxNode root)
    {
        SourceText text = root.SyntaxTree.GetText();
        foreach (TextLine line in text.Lines)
        {
            SyntaxToken[] tokens = [.. root.DescendantTokens(line.Span).Where(token => line.Span.Contains(token.Span))];
            if (tokens.Length < 2 || EndOfUnwritten(tokens[0], line.End) is not { } end)
                continue;

            foreach (SyntaxToken first in tokens.Where((_, i) => i == 0 || i == tokens.Length / 2))
            {
                int start = first.SpanStart;
                yield return (
                    text.ToString(TextSpan.FromBounds(0, start)),
                    text.ToString(TextSpan.FromBounds(start, line.End)).TrimEnd(),
                    OpenBrackets(first, line.End, end) + "\n" + text.ToString(TextSpan.FromBounds(end, text.Length)));
            }
        }
    }

    /// <summary>Where what isn't written yet ends: the block, or else the member, that a line belongs to.</summary>
    private static int? EndOfUnwritten(SyntaxToken first, int lineEnd)
    {
        SyntaxNode[] around = [.. first.Parent!.AncestorsAndSelf()];
        BlockSyntax? block = around.OfType<BlockSyntax>()
            .FirstOrDefault(block => block.SpanStart < first.SpanStart && lineEnd <= block.CloseBraceToken.SpanStart);
        return block?.CloseBraceToken.SpanStart ?? around.OfType<MemberDeclarationSyntax>().FirstOrDefault()?.Span.End;
    }

    /// <summary>The brackets around a token that close after its line: editors write them when they are opened.</summary>
    private static string OpenBrackets(SyntaxToken first, int lineEnd, int end) => string.Concat(
        from node in first.Parent!.AncestorsAndSelf()
        from closer in node.ChildTokens()
        where closer.Kind() is SyntaxKind.CloseParenToken or SyntaxKind.CloseBracketToken or SyntaxKind.CloseBraceToken
            && closer.SpanStart >= lineEnd && closer.SpanStart < end
            && node.ChildTokens().Any(opener => opener.SpanStart < first.SpanStart
                && opener.Kind() is SyntaxKind.OpenParenToken or SyntaxKind.OpenBracketToken or SyntaxKind.OpenBraceToken)
        select "\n" + closer.Text);
}
