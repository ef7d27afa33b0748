using LspCompletion.Engine.Prompting;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace LspCompletion.Server.CSharp;

/// <summary>
/// Chooses the declarations that the model should be shown at a place: the type before the dot, what is being called, the
/// types of what is named nearby and their bases, and what the enclosing type declares out of sight.
/// </summary>
internal sealed class DeclarationContext
{
    /// <summary>Lines that the prompt shows of the document anyway, before and after the cursor.</summary>
    private const int VisibleBefore = 50;
    private const int VisibleAfter = 15;

    /// <summary>UTF-16 code units around the cursor within which names count.</summary>
    private const int Nearby = 1200;

    /// <summary>UTF-16 code units of all declarations together.</summary>
    private const int Budget = 1600;

    private readonly CSharpDocument _document;
    private readonly int _cursor;
    private readonly SemanticModel _model;
    private readonly SyntaxNode _root;
    private readonly INamedTypeSymbol? _enclosing;
    private readonly Func<string, bool> _mayBeShown;
    private readonly List<INamedTypeSymbol> _types = [];
    private readonly HashSet<ISymbol> _known = new(SymbolEqualityComparer.Default);

    private DeclarationContext(
        CSharpDocument document, int cursor, Func<string, bool> mayBeShown, CancellationToken cancellationToken)
    {
        _document = document;
        _cursor = Math.Min(cursor, document.Text.Length);
        _mayBeShown = mayBeShown;
        _model = document.Compilation.GetSemanticModel(document.Tree);
        _root = document.Tree.GetRoot(cancellationToken);
        _enclosing = _root.FindToken(_cursor).Parent?.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } declaration
            ? _model.GetDeclaredSymbol(declaration, cancellationToken)
            : null;
    }

    /// <summary>Collects them, the most valuable first.</summary>
    /// <param name="document">The document.</param>
    /// <param name="cursor">The place.</param>
    /// <param name="mayBeShown">Whether a file may enter a prompt.</param>
    /// <param name="projectPathOf">A file's path as the model is to see it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static IReadOnlyList<ContextFile> Collect(
        CSharpDocument document,
        int cursor,
        Func<string, bool> mayBeShown,
        Func<string, string> projectPathOf,
        CancellationToken cancellationToken) =>
        new DeclarationContext(document, cursor, mayBeShown, cancellationToken).Collect(projectPathOf, cancellationToken);

    private List<ContextFile> Collect(Func<string, string> projectPathOf, CancellationToken cancellationToken)
    {
        SyntaxToken token = _root.FindToken(Math.Max(0, _cursor - 1));
        AddReceiver(token, cancellationToken);
        AddCalled(token, cancellationToken);
        AddNearby(cancellationToken);
        foreach (INamedTypeSymbol type in _types.ToArray())
            AddBases(type);
        if (_enclosing is not null)
            AddBases(_enclosing);

        List<ContextFile> files = [];
        int left = Budget;
        foreach (INamedTypeSymbol type in _enclosing is null ? _types : [.. _types, _enclosing])
        {
            cancellationToken.ThrowIfCancellationRequested();
            bool isEnclosing = SymbolEqualityComparer.Default.Equals(type, _enclosing);
            if (isEnclosing && !type.GetMembers().Any(member => !member.IsImplicitlyDeclared && IsOutOfSight(member)))
                continue;

            string text = DeclarationWriter.Write(type, CanUse, isEnclosing ? IsOutOfSight : null);
            if (text.Length > left)
                continue;

            left -= text.Length;
            files.Add(new ContextFile(PathOf(type, projectPathOf), text));
        }

        return files;
    }

    private void AddReceiver(SyntaxToken token, CancellationToken cancellationToken)
    {
        SyntaxToken dot = token.IsKind(SyntaxKind.IdentifierToken) ? token.GetPreviousToken() : token;
        ExpressionSyntax? receiver = dot.Parent switch
        {
            MemberAccessExpressionSyntax access => access.Expression,
            MemberBindingExpressionSyntax binding => binding.FirstAncestorOrSelf<ConditionalAccessExpressionSyntax>()?.Expression,
            _ => null,
        };
        if (receiver is not null)
        {
            Add(
                _model.GetTypeInfo(receiver, cancellationToken).Type ?? _model.GetSymbolInfo(receiver, cancellationToken).Symbol,
                evenOfFramework: true);
        }
    }

    private void AddCalled(SyntaxToken token, CancellationToken cancellationToken)
    {
        foreach (SyntaxNode node in token.Parent?.AncestorsAndSelf().TakeWhile(node => node is not StatementSyntax) ?? [])
        {
            if (node is InvocationExpressionSyntax invocation)
            {
                SymbolInfo called = _model.GetSymbolInfo(invocation, cancellationToken);
                ISymbol? method = called.Symbol ?? called.CandidateSymbols.FirstOrDefault();
                Add(method?.ContainingType, evenOfFramework: false);
                foreach (IParameterSymbol parameter in (method as IMethodSymbol)?.Parameters ?? [])
                    Add(parameter.Type, evenOfFramework: false);
            }
            else if (node is BaseObjectCreationExpressionSyntax creation)
            {
                Add(_model.GetTypeInfo(creation, cancellationToken).Type, evenOfFramework: false);
            }
        }
    }

    private void AddNearby(CancellationToken cancellationToken)
    {
        var near = TextSpan.FromBounds(Math.Max(0, _cursor - Nearby), Math.Min(_root.FullSpan.End, _cursor + (Nearby / 4)));
        foreach (SimpleNameSyntax name in _root.DescendantNodes(near).OfType<SimpleNameSyntax>()
            .OrderBy(name => Math.Abs(_cursor - name.SpanStart)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            ISymbol? symbol = _model.GetSymbolInfo(name, cancellationToken).Symbol;
            Add(symbol as ITypeSymbol ?? TypeOf(symbol), evenOfFramework: false);
            if (symbol is IMethodSymbol or IPropertySymbol)
                Add(symbol.ContainingType, evenOfFramework: false);
        }

        SyntaxNode? member = _root.FindToken(_cursor).Parent?.FirstAncestorOrSelf<BaseMethodDeclarationSyntax>();
        if (member is not null && _model.GetDeclaredSymbol(member, cancellationToken) is IMethodSymbol method)
        {
            Add(method.ReturnType, evenOfFramework: false);
            foreach (IParameterSymbol parameter in method.Parameters)
                Add(parameter.Type, evenOfFramework: false);
        }
    }

    private void AddBases(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? parent = type.BaseType; parent is not null; parent = parent.BaseType)
            Add(parent, evenOfFramework: false);
        foreach (INamedTypeSymbol @interface in type.Interfaces)
            Add(@interface, evenOfFramework: false);
    }

    private void Add(ISymbol? symbol, bool evenOfFramework)
    {
        switch (symbol)
        {
            case IArrayTypeSymbol array:
                Add(array.ElementType, evenOfFramework);
                break;
            case INamedTypeSymbol { TypeKind: not TypeKind.Error } type:
                if (_known.Add(type.OriginalDefinition) && IsWorthShowing(type, evenOfFramework))
                    _types.Add(type.OriginalDefinition);
                foreach (ITypeSymbol argument in type.TypeArguments)
                    Add(argument, evenOfFramework: false);
                break;
        }
    }

    private bool IsWorthShowing(INamedTypeSymbol type, bool evenOfFramework)
    {
        if (type.SpecialType != SpecialType.None || type.IsAnonymousType || type.IsTupleType
            || SymbolEqualityComparer.Default.Equals(type, _enclosing?.OriginalDefinition))
        {
            return false;
        }

        // The model has seen the framework often enough to need it before a dot only.
        bool isOfSource = type.Locations.Any(location => location.IsInSource);
        return isOfSource
            ? type.Locations.All(IsShowable) && !IsVisible(type)
            : evenOfFramework || !IsOfFramework(type);
    }

    private static bool IsOfFramework(INamedTypeSymbol type)
    {
        string? assembly = type.ContainingAssembly?.Name;
        return assembly is null || assembly.StartsWith("System", StringComparison.Ordinal)
            || assembly is "mscorlib" or "netstandard" or "Microsoft.CSharp" or "Microsoft.VisualBasic.Core";
    }

    private bool IsShowable(Location location) =>
        location.SourceTree is not { FilePath.Length: > 0 } tree || tree == _document.Tree || _mayBeShown(tree.FilePath);

    /// <summary>Whether the prompt shows a type's declaration anyway.</summary>
    private bool IsVisible(INamedTypeSymbol type) => type.DeclaringSyntaxReferences.All(reference =>
        reference.SyntaxTree == _document.Tree && IsVisible(reference.Span));

    private bool IsVisible(TextSpan span)
    {
        int line = _document.Text.Lines.GetLineFromPosition(_cursor).LineNumber;
        LinePositionSpan lines = _document.Text.Lines.GetLinePositionSpan(span);
        return lines.Start.Line >= line - VisibleBefore && lines.End.Line <= line + VisibleAfter;
    }

    /// <summary>Whether a member of the enclosing type isn't shown by the prompt.</summary>
    private bool IsOutOfSight(ISymbol member) => !member.DeclaringSyntaxReferences.Any(reference =>
        reference.SyntaxTree == _document.Tree && IsVisible(new TextSpan(reference.Span.Start, 0)));

    private bool CanUse(ISymbol member) => _enclosing is not null
        ? _document.Compilation.IsSymbolAccessibleWithin(member, _enclosing)
        : member.DeclaredAccessibility is Accessibility.Public or Accessibility.Internal;

    private static ITypeSymbol? TypeOf(ISymbol? symbol) => symbol switch
    {
        ILocalSymbol local => local.Type,
        IParameterSymbol parameter => parameter.Type,
        IFieldSymbol field => field.Type,
        IPropertySymbol property => property.Type,
        IMethodSymbol method => method.ReturnType,
        _ => null,
    };

    private static string PathOf(INamedTypeSymbol type, Func<string, string> projectPathOf) =>
        type.DeclaringSyntaxReferences.Select(reference => reference.SyntaxTree.FilePath).FirstOrDefault(path => path.Length > 0) is { } path
            ? projectPathOf(path)
            : $"{type.ContainingNamespace.ToDisplayString().Replace('.', '/')}/{type.Name}.cs";
}
