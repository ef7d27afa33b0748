using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace LspCompletion.Server.CSharp;

/// <summary>A document at one moment, within its project as that was then. Immutable.</summary>
/// <param name="Compilation">The project.</param>
/// <param name="Tree">The document's tree in it.</param>
/// <param name="IsComplete">Whether everything is there that the project refers to.</param>
internal sealed record CSharpDocument(CSharpCompilation Compilation, SyntaxTree Tree, bool IsComplete)
{
    /// <summary>The text.</summary>
    public SourceText Text => Tree.GetText();

    /// <summary>The document with a text in place of a span, in a fork of the compilation.</summary>
    public CSharpDocument With(TextSpan span, string text)
    {
        SyntaxTree changed = Tree.WithChangedText(Text.WithChanges(new TextChange(span, text)));
        return this with { Compilation = Compilation.ReplaceSyntaxTree(Tree, changed), Tree = changed };
    }
}
