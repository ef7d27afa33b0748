using System.Runtime.CompilerServices;
using LspCompletion.Server.CSharp.Projects;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace LspCompletion.Server.CSharp;

/// <summary>A project with its files as they are now. Used under the workspace's lock.</summary>
internal sealed class CSharpProject
{
    private readonly Dictionary<string, SyntaxTree> _trees = new(StringComparer.Ordinal);
    private readonly ConditionalWeakTable<SyntaxTree, string[]> _declared = [];
    private readonly List<(CSharpProject Project, CSharpCompilation Seen, MetadataReference Reference)> _references = [];
    private CSharpCompilation _compilation;

    /// <param name="inputs">What it consists of.</param>
    /// <param name="isComplete">Whether everything that it refers to is there.</param>
    /// <param name="compilation">The compilation of its files, without references to other projects.</param>
    public CSharpProject(ProjectInputs inputs, bool isComplete, CSharpCompilation compilation)
    {
        Inputs = inputs;
        IsComplete = isComplete;
        _compilation = compilation;
        foreach (SyntaxTree tree in compilation.SyntaxTrees)
            _trees.TryAdd(tree.FilePath, tree);
    }

    /// <summary>What it consists of.</summary>
    public ProjectInputs Inputs { get; }

    /// <summary>Whether everything that it refers to is there: if not, names that are unknown may be right all the same.</summary>
    public bool IsComplete { get; }

    /// <summary>The projects that it is compiled against.</summary>
    public IEnumerable<CSharpProject> References => _references.Select(reference => reference.Project);

    /// <summary>The compilation of all its files, against other projects as they are now.</summary>
    public CSharpCompilation Compilation
    {
        get
        {
            for (int i = 0; i < _references.Count; i++)
            {
                (CSharpProject project, CSharpCompilation seen, MetadataReference reference) = _references[i];
                CSharpCompilation now = project.Compilation;
                if (ReferenceEquals(now, seen))
                    continue;

                MetadataReference newer = now.ToMetadataReference();
                _compilation = _compilation.ReplaceReference(reference, newer);
                _references[i] = (project, now, newer);
            }

            return _compilation;
        }
    }

    /// <summary>
    /// The compilation that a file is seen in: that of all files. Where no project says which files belong together, those
    /// are left out that declare one of its types again, or have statements of their own too: they are other programs.
    /// </summary>
    public CSharpCompilation CompilationFor(SyntaxTree tree)
    {
        if (Inputs.ProjectPath.Length > 0)
            return Compilation;

        string[] names = DeclaredIn(tree);
        return Compilation.RemoveSyntaxTrees(
            Compilation.SyntaxTrees.Where(other => other != tree && DeclaredIn(other).Any(names.Contains)));
    }

    /// <summary>Compiles against another project from now on.</summary>
    public void Refer(CSharpProject project)
    {
        CSharpCompilation compilation = project.Compilation;
        MetadataReference reference = compilation.ToMetadataReference();
        _references.Add((project, compilation, reference));
        _compilation = _compilation.AddReferences(reference);
    }

    /// <summary>A file's tree; <see langword="null"/> if the project has no such file.</summary>
    public SyntaxTree? TreeOf(string path) => _trees.GetValueOrDefault(path);

    /// <summary>Takes a file in, or in place of what it was.</summary>
    public SyntaxTree Put(string path, SourceText text)
    {
        SyntaxTree? old = TreeOf(path);
        SyntaxTree tree = old?.WithChangedText(text) ?? CSharpSyntaxTree.ParseText(text, Inputs.ParseOptions, path);
        _compilation = old is null ? _compilation.AddSyntaxTrees(tree) : _compilation.ReplaceSyntaxTree(old, tree);
        return _trees[path] = tree;
    }

    /// <summary>Lets a file go.</summary>
    public void Remove(string path)
    {
        if (!_trees.Remove(path, out SyntaxTree? tree))
            return;

        _compilation = _compilation.RemoveSyntaxTrees(tree);
    }

    /// <summary>The types of a file that no other may declare too, and something for statements outside of types.</summary>
    private string[] DeclaredIn(SyntaxTree tree) => _declared.GetValue(tree, static tree =>
    [
        .. tree.GetRoot()
            .DescendantNodes(node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax)
            .Select(node => node switch
            {
                BaseTypeDeclarationSyntax type when !type.Modifiers.Any(SyntaxKind.PartialKeyword) => type.Identifier.ValueText,
                GlobalStatementSyntax => "",
                _ => null,
            })
            .OfType<string>(),
    ]);
}
