using LspCompletion.Engine.Decoding;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace LspCompletion.Server.CSharp;

/// <summary>
/// Finds the names that exist where a completion is about to write one: after a dot, after <c>new</c>, <c>using</c>,
/// <c>nameof(</c> and <c>override</c>, in object initialisers, and in arguments that must be named. A receiver that isn't
/// bound, or is dynamic, leaves all names free.
/// </summary>
internal sealed class CSharpNameGuide : INameGuide
{
    /// <summary>How far before the cursor is looked, in UTF-16 code units.</summary>
    private const int Reach = 256;

    private static readonly string[] Predefined =
    [
        "bool", "byte", "char", "decimal", "double", "float", "int", "long", "nint", "object", "sbyte", "short", "string",
        "uint", "ulong", "ushort",
    ];

    /// <summary>What may stand between <c>override</c> and the type that is returned.</summary>
    private static readonly string[] AfterOverride = ["async", "partial", "ref", "required", "sealed", "unsafe"];

    private readonly CSharpDocument _document;
    private readonly SourceText _text;
    private readonly int _position;
    private readonly string _lead;
    private readonly CancellationToken _cancellationToken;
    private IReadOnlyList<string>? _types;

    /// <param name="document">The document without the completion.</param>
    /// <param name="anchor">An offset at or before the place where that goes.</param>
    /// <param name="typed">What stands between the two, or will when the completion is shown.</param>
    /// <param name="cancellationToken">Ends whatever it is asked: the document is closed.</param>
    public CSharpNameGuide(CSharpDocument document, int anchor, string typed, CancellationToken cancellationToken)
    {
        _cancellationToken = cancellationToken;
        _document = document;
        _text = document.Text;
        int there = 0;
        while (there < typed.Length && anchor + there < _text.Length && _text[anchor + there] == typed[there])
            there++;
        _position = anchor + there;
        _lead = typed[there..];
    }

    /// <inheritdoc/>
    public AllowedNames? NamesAfter(ReadOnlySpan<char> written)
    {
        _cancellationToken.ThrowIfCancellationRequested();
        return Find(_lead.Length == 0 ? written : string.Concat(_lead, written));
    }

    private AllowedNames? Find(ReadOnlySpan<char> written)
    {
        Span<char> tail = stackalloc char[Reach];
        ReadOnlySpan<char> before = Tail(written, tail);
        int nameLength = LengthOfName(before);
        ReadOnlySpan<char> lead = before[..^nameLength];
        ReadOnlySpan<char> keyword = lead.TrimEnd();

        if (nameLength > 0 && before[^nameLength] is >= '0' and <= '9')
            return null;

        // Most tokens end here: nothing is bound for them.
        string typed = before[^nameLength..].ToString();
        return lead switch
        {
            [.., '.'] => Members(typed, written),
            _ when lead.EndsWith("nameof(") => Visible(typed, written),
            _ when lead.Length > keyword.Length && EndsInWord(keyword, "new") => Types(typed, NamePlacement.HereIfAny, written),
            _ when keyword is [.., '{' or ','] => InList(typed, written),
            _ when lead.Length > keyword.Length && EndsInWord(keyword, "override") => Overrides(typed, NamePlacement.Here, written),
            _ when lead.Length > keyword.Length && WordBehind("override", keyword) is { Length: > 0 } returned =>
                Matching(Overridable(typed, written).Where(member => member.Returned == returned).Select(member => member.Name), typed, NamePlacement.Here),

            // The keyword itself has just been written: a blank and a name may come next.
            _ when typed == "new" => Types("", NamePlacement.BehindBlank, written),
            _ when typed == "override" => Overrides("", NamePlacement.BehindBlank, written),
            _ => null,
        };
    }

    /// <summary>The last characters of the document with what is written.</summary>
    private ReadOnlySpan<char> Tail(ReadOnlySpan<char> written, Span<char> buffer)
    {
        if (written.Length >= buffer.Length)
            return written[^buffer.Length..];

        int fromDocument = Math.Min(_position, buffer.Length - written.Length);
        for (int i = 0; i < fromDocument; i++)
            buffer[i] = _text[_position - fromDocument + i];
        written.CopyTo(buffer[fromDocument..]);
        return buffer[..(fromDocument + written.Length)];
    }

    private static int LengthOfName(ReadOnlySpan<char> text)
    {
        int length = 0;
        while (length < text.Length && SyntaxFacts.IsIdentifierPartCharacter(text[^(length + 1)]))
            length++;
        return length;
    }

    private static bool EndsInWord(ReadOnlySpan<char> text, string word) =>
        text.EndsWith(word) && (text.Length == word.Length || !SyntaxFacts.IsIdentifierPartCharacter(text[^(word.Length + 1)]));

    private AllowedNames? Members(string typed, ReadOnlySpan<char> written)
    {
        (SyntaxToken dot, SemanticModel model) = Fork(written, typed);
        switch (dot.Parent)
        {
            case MemberAccessExpressionSyntax { Expression: var number } when number.IsKind(SyntaxKind.NumericLiteralExpression):
                return null;
            case MemberAccessExpressionSyntax access when access.OperatorToken == dot:
                return MembersOf(access.Expression, typed, dot.SpanStart, model);
            case MemberBindingExpressionSyntax binding when binding.OperatorToken == dot:
                return binding.FirstAncestorOrSelf<ConditionalAccessExpressionSyntax>() is { } conditional
                    ? MembersOf(conditional.Expression, typed, dot.SpanStart, model)
                    : null;
            case QualifiedNameSyntax name when name.DotToken == dot:
                return model.GetSymbolInfo(name.Left, _cancellationToken).Symbol is INamespaceOrTypeSymbol container && IsKnown(container)
                    ? Matching(
                        name.FirstAncestorOrSelf<UsingDirectiveSyntax>() is { StaticKeyword.RawKind: 0, Alias: null }
                            ? model.LookupNamespacesAndTypes(dot.SpanStart, container).OfType<INamespaceSymbol>()
                            : model.LookupNamespacesAndTypes(dot.SpanStart, container),
                        typed)
                    : AllowedNames.Unknown;
            default:
                // In a number, a comment, a string.
                return null;
        }
    }

    /// <summary>Whether all that a namespace or a type holds is known.</summary>
    private bool IsKnown(ISymbol? container) => container is not INamespaceSymbol || _document.IsComplete;

    private AllowedNames MembersOf(ExpressionSyntax receiver, string typed, int dot, SemanticModel model)
    {
        ISymbol? symbol = model.GetSymbolInfo(receiver, _cancellationToken).Symbol;
        if (!IsKnown(symbol))
            return AllowedNames.Unknown;
        if (symbol is INamespaceSymbol namespaceSymbol)
            return Matching(model.LookupNamespacesAndTypes(dot, namespaceSymbol), typed);
        if (symbol is ITypeSymbol type and not { TypeKind: TypeKind.Error })
        {
            // A property may be called like its type: then both are meant.
            IEnumerable<ISymbol> statics = model.LookupSymbols(dot, type).Where(member => member.IsStatic || member is ITypeSymbol);
            return Matching(statics, typed);
        }

        ITypeSymbol? receiverType = model.GetTypeInfo(receiver, _cancellationToken).Type;
        if (receiverType is null or { TypeKind: TypeKind.Error or TypeKind.Dynamic })
            return AllowedNames.Unknown;

        if (receiver.Parent is ConditionalAccessExpressionSyntax
            && receiverType is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable)
        {
            receiverType = nullable.TypeArguments[0];
        }

        bool isAlsoType = receiver is IdentifierNameSyntax name && symbol is not null && receiverType.Name == name.Identifier.Text;
        return Matching(
            model.LookupSymbols(dot, receiverType, includeReducedExtensionMethods: true)
                .Where(member => isAlsoType || (!member.IsStatic && member is not ITypeSymbol) || member is IMethodSymbol { ReducedFrom: not null }),
            typed);
    }

    private AllowedNames? Types(string typed, NamePlacement placement, ReadOnlySpan<char> written)
    {
        if (IsInText(written))
            return null;
        if (!_document.IsComplete)
            return AllowedNames.Unknown;

        _types ??=
        [
            .. _document.Compilation.GetSemanticModel(_document.Tree).LookupNamespacesAndTypes(_position)
                .Where(symbol => symbol is not INamedTypeSymbol type || (!type.IsStatic && type.TypeKind != TypeKind.Error))
                .Select(symbol => symbol.Name)
                .Concat(Predefined)
                .Distinct(StringComparer.Ordinal),
        ];
        return Matching(_types, typed, placement);
    }

    /// <summary>
    /// Behind <c>override</c>: the types that members of bases return, what else may come there, and, behind such a type, the
    /// members that return it.
    /// </summary>
    private AllowedNames? Overrides(string typed, NamePlacement placement, ReadOnlySpan<char> written)
    {
        (string Returned, string Name)[] members = [.. Overridable(typed, written)];
        if (members.Length == 0)
            return null;

        // A tuple begins with no name.
        string[] begins = [.. members.Select(member => FirstName(member.Returned)).Concat(AfterOverride).Distinct(StringComparer.Ordinal)];
        if (typed.Length == 0 && begins.Contains(""))
            return null;

        string[] ofType = [.. members.Where(member => member.Returned == typed).Select(member => member.Name).Distinct(StringComparer.Ordinal)];
        return ofType.Length > 0
            ? new AllowedNames(ofType, 0, NamePlacement.BehindBlank)
            : Matching(begins, typed, placement);
    }

    /// <summary>The members that the type around a place may override, with the types that they return.</summary>
    private IEnumerable<(string Returned, string Name)> Overridable(string typed, ReadOnlySpan<char> written)
    {
        (SyntaxToken token, SemanticModel model) = Fork(written, typed);
        return token.Parent?.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } declaration && model.GetDeclaredSymbol(declaration, _cancellationToken) is { } type
            ? Overridable(type, token.SpanStart, model)
            : [];
    }

    private static IEnumerable<(string Returned, string Name)> Overridable(INamedTypeSymbol type, int position, SemanticModel model)
    {
        HashSet<string> closed = [.. type.GetMembers().Where(own => own.IsOverride).Select(own => own.Name)];
        for (INamedTypeSymbol? parent = type.BaseType; parent is not null; parent = parent.BaseType)
        {
            foreach (ISymbol member in parent.GetMembers())
            {
                ITypeSymbol? returned = member switch
                {
                    IMethodSymbol method => method.ReturnType,
                    IPropertySymbol property => property.Type,
                    _ => null,
                };
                bool isOpen = (member.IsVirtual || member.IsAbstract || member.IsOverride) && !member.IsSealed;
                if (isOpen && returned is not null && member.CanBeReferencedByName && !closed.Contains(member.Name))
                    yield return (returned.ToMinimalDisplayString(model, position).TrimEnd('?'), member.Name);
            }

            closed.UnionWith(parent.GetMembers().Where(member => member.IsSealed).Select(member => member.Name));
        }
    }

    /// <summary>The name that a type's text begins with; one in brackets, a tuple, has none.</summary>
    private static string FirstName(string type) => new([.. type.TakeWhile(SyntaxFacts.IsIdentifierPartCharacter)]);

    /// <summary>The last word, if the one before it is a certain one.</summary>
    private static string? WordBehind(string word, ReadOnlySpan<char> text)
    {
        int length = LengthOfName(text);
        ReadOnlySpan<char> before = text[..^length];
        ReadOnlySpan<char> trimmed = before.TrimEnd();
        return trimmed.Length < before.Length && EndsInWord(trimmed, word) ? text[^length..].ToString() : null;
    }

    private AllowedNames? Visible(string typed, ReadOnlySpan<char> written)
    {
        (SyntaxToken open, SemanticModel model) = Fork(written, typed);
        return open.Parent is ArgumentListSyntax ? Matching(model.LookupSymbols(open.Span.End), typed) : null;
    }

    private AllowedNames? InList(string typed, ReadOnlySpan<char> written)
    {
        (SyntaxToken token, SemanticModel model) = Fork(written, typed);
        return token.Parent switch
        {
            ArgumentListSyntax arguments => Named(arguments, token, typed, model),
            InitializerExpressionSyntax initializer => Initialized(initializer, token, typed, model),
            _ => null,
        };
    }

    /// <summary>
    /// Behind a named argument that doesn't stand in its parameter's place, all must be named: by the parameters that have no
    /// argument yet, of the methods that have all those named.
    /// </summary>
    private AllowedNames? Named(ArgumentListSyntax list, SyntaxToken comma, string typed, SemanticModel model)
    {
        ArgumentSyntax[] before = [.. list.Arguments.TakeWhile(argument => argument.Span.End <= comma.SpanStart)];
        string[] given = [.. before.Select(argument => argument.NameColon?.Name.Identifier.ValueText).OfType<string>()];
        if (given.Length == 0)
            return null;

        IMethodSymbol[] methods =
        [
            .. Called(list.Parent, model).Where(method =>
                given.All(name => method.Parameters.Any(parameter => parameter.Name == name)) && method.Parameters.Length > before.Length),
        ];
        if (methods.Length == 0 || methods.Any(method => !MustBeNamed(method)))
            return null;

        return Matching(
            methods.SelectMany(method => method.Parameters.Where((parameter, i) => !IsGiven(method, i)).Select(parameter => parameter.Name))
                .Distinct(StringComparer.Ordinal),
            typed,
            NamePlacement.HereIfAny);

        bool MustBeNamed(IMethodSymbol method) => before.Index().Any(argument =>
            argument.Item.NameColon is { } named && method.Parameters[argument.Index].Name != named.Name.Identifier.ValueText);

        bool IsGiven(IMethodSymbol method, int parameter) => given.Contains(method.Parameters[parameter].Name)
            || (parameter < before.Length && before[parameter].NameColon is null);
    }

    private IEnumerable<IMethodSymbol> Called(SyntaxNode? call, SemanticModel model) => call switch
    {
        InvocationExpressionSyntax invocation => model.GetMemberGroup(invocation.Expression, _cancellationToken).OfType<IMethodSymbol>(),
        ObjectCreationExpressionSyntax creation => model.GetMemberGroup(creation, _cancellationToken).OfType<IMethodSymbol>(),
        _ => [],
    };

    private AllowedNames? Initialized(
        InitializerExpressionSyntax initializer, SyntaxToken token, string typed, SemanticModel model)
    {
        if (initializer is not { Parent: BaseObjectCreationExpressionSyntax creation } || !initializer.IsKind(SyntaxKind.ObjectInitializerExpression))
            return null;

        if (model.GetTypeInfo(creation, _cancellationToken).Type is not INamedTypeSymbol { TypeKind: not TypeKind.Error } type)
            return AllowedNames.Unknown;

        HashSet<string> given = [.. initializer.Expressions.OfType<AssignmentExpressionSyntax>().Select(assignment => assignment.Left.ToString())];
        bool isCollection = type.AllInterfaces.Any(@interface => @interface.SpecialType == SpecialType.System_Collections_IEnumerable);
        return isCollection ? null : Matching(
            model.LookupSymbols(token.Span.End, type)
                .Where(member => member is IPropertySymbol { IsStatic: false, SetMethod: not null } or IFieldSymbol { IsStatic: false, IsReadOnly: false })
                .Where(member => !given.Contains(member.Name)),
            typed,
            NamePlacement.HereIfAny);
    }

    private static AllowedNames? Matching(IEnumerable<string> names, string typed, NamePlacement placement)
    {
        // What lacks its name in broken code has none to offer.
        string[] matching = [.. names.Where(name => name.Length > 0 && name.StartsWith(typed, StringComparison.Ordinal))];
        return matching.Length > 0 ? new AllowedNames(matching, typed.Length, placement) : null;
    }

    private static AllowedNames Matching(IEnumerable<ISymbol> symbols, string typed, NamePlacement placement = NamePlacement.Here) =>
        Matching(
            symbols.Where(symbol => symbol.CanBeReferencedByName && symbol is not IMethodSymbol { MethodKind: MethodKind.Constructor })
                .Select(symbol => symbol.Name).Distinct(StringComparer.Ordinal),
            typed,
            placement)
        ?? AllowedNames.Unknown;

    private bool IsInText(ReadOnlySpan<char> written)
    {
        SyntaxNode root = _document.With(new TextSpan(_position, 0), written.ToString()).Tree.GetRoot(_cancellationToken);
        int end = Math.Max(0, _position + written.Length - 1);
        SyntaxTrivia trivia = root.FindTrivia(end);
        return trivia.Kind() is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia
            || root.FindToken(end).Kind() is SyntaxKind.StringLiteralToken or SyntaxKind.InterpolatedStringTextToken;
    }

    /// <summary>The token before the name, in the document with what is written, and what it means there.</summary>
    private (SyntaxToken Token, SemanticModel Model) Fork(ReadOnlySpan<char> written, string typed)
    {
        CSharpDocument with = _document.With(new TextSpan(_position, 0), written.ToString());
        int end = _position + written.Length - typed.Length;
        while (end > 0 && char.IsWhiteSpace(with.Text[end - 1]))
            end--;
        SyntaxToken token = with.Tree.GetRoot(_cancellationToken).FindToken(Math.Max(0, end - 1));
        return (token, with.Compilation.GetSemanticModel(with.Tree));
    }
}
