using System.Runtime.CompilerServices;
using LspCompletion.Server.CSharp.Projects;
using LspCompletion.Server.Files;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LspCompletion.Server.CSharp;

/// <summary>
/// A project with its files as they are now. Used under the lock of <see cref="WorkspaceTrees"/>, where nothing is parsed: what
/// it is given are trees.
/// </summary>
internal sealed class CSharpProject
{
    private readonly Dictionary<string, SyntaxTree> _trees = new(FilePaths.Comparer);
    private readonly ConditionalWeakTable<SyntaxTree, string[]> _declared = [];
    private readonly List<(CSharpProject Project, CSharpCompilation Seen, MetadataReference Reference)> _references = [];
    private readonly List<CSharpProject> _dependants = [];
    private CSharpCompilation _compilation;
    private bool _isStale;

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

    /// <summary>Its files.</summary>
    public IEnumerable<string> Files => _trees.Keys;

    /// <summary>The projects that it is compiled against, those that these refer to included.</summary>
    public IEnumerable<CSharpProject> References => _references.Select(reference => reference.Project);

    /// <summary>The compilation of all its files, against other projects as they are now.</summary>
    public CSharpCompilation Compilation
    {
        get
        {
            // Many ways lead to one project from another: each is gone only where something has changed.
            for (int i = 0; _isStale && i < _references.Count; i++)
            {
                (CSharpProject project, CSharpCompilation seen, MetadataReference reference) = _references[i];
                CSharpCompilation now = project.Compilation;
                if (ReferenceEquals(now, seen))
                    continue;

                MetadataReference newer = now.ToMetadataReference();
                _compilation = _compilation.ReplaceReference(reference, newer);
                _references[i] = (project, now, newer);
            }

            _isStale = false;
            return _compilation;
        }
    }

    /// <summary>
    /// The part of the project's compilation that a file of it is seen in: that of all files. Where no project says which
    /// files belong together, those are left out that declare one of its types again, or have statements of their own too:
    /// they are other programs. Needs no lock.
    /// </summary>
    public CSharpCompilation PartFor(SyntaxTree tree, CSharpCompilation compilation)
    {
        if (Inputs.ProjectPath.Length > 0)
            return compilation;

        string[] names = DeclaredIn(tree);
        return compilation.RemoveSyntaxTrees(
            compilation.SyntaxTrees.Where(other => other != tree && DeclaredIn(other).Any(names.Contains)));
    }

    /// <summary>Compiles against another project from now on.</summary>
    public void Refer(CSharpProject project)
    {
        CSharpCompilation compilation = project.Compilation;
        MetadataReference reference = compilation.ToMetadataReference();
        _references.Add((project, compilation, reference));
        project._dependants.Add(this);
        _compilation = _compilation.AddReferences(reference);
    }

    /// <summary>A file's tree; <see langword="null"/> if the project has no such file.</summary>
    public SyntaxTree? TreeOf(string path) => _trees.GetValueOrDefault(path);

    /// <summary>Takes a file in, in place of what it was, or lets it go.</summary>
    /// <param name="path">The file.</param>
    /// <param name="tree">Its tree; <see langword="null"/> to let it go.</param>
    /// <returns>Whether that changes anything.</returns>
    public bool Set(string path, SyntaxTree? tree)
    {
        SyntaxTree? old = TreeOf(path);
        if (tree == old)
            return false;

        if (tree is null)
        {
            _trees.Remove(path);
            _compilation = _compilation.RemoveSyntaxTrees(old!);
        }
        else
        {
            _trees[path] = tree;
            _compilation = old is null ? _compilation.AddSyntaxTrees(tree) : _compilation.ReplaceSyntaxTree(old, tree);
        }

        foreach (CSharpProject dependant in _dependants)
            dependant._isStale = true;
        return true;
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
