using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LspCompletion.Server.CSharp;

/// <summary>
/// Writes what a type declares as C#, without bodies: a method without a body compiles as <c>extern</c>. Only what can be
/// used from a place is written, and the same type always as the same text.
/// </summary>
internal static class DeclarationWriter
{
    /// <summary>More members of one type push out other types.</summary>
    private const int MostMembers = 24;

    private const string Indentation = "    ";

    /// <summary>
    /// Stands for every text that the source has: nobody needs it to use what is declared, and it may be a password or a key.
    /// </summary>
    private const string SomeText = "\"...\"";

    private static readonly SymbolDisplayFormat Name = new(
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters | SymbolDisplayGenericsOptions.IncludeVariance);

    private static readonly SymbolDisplayFormat Type = new(
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes
            | SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier
            | SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers
            | SymbolDisplayMiscellaneousOptions.ExpandValueTuple);

    private static readonly SymbolDisplayFormat Member = new(
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters | SymbolDisplayGenericsOptions.IncludeTypeConstraints,
        memberOptions: SymbolDisplayMemberOptions.IncludeParameters | SymbolDisplayMemberOptions.IncludeType | SymbolDisplayMemberOptions.IncludeRef,
        parameterOptions: SymbolDisplayParameterOptions.IncludeType | SymbolDisplayParameterOptions.IncludeName
            | SymbolDisplayParameterOptions.IncludeDefaultValue | SymbolDisplayParameterOptions.IncludeParamsRefOut
            | SymbolDisplayParameterOptions.IncludeExtensionThis,
        propertyStyle: SymbolDisplayPropertyStyle.ShowReadWriteDescriptor,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes
            | SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier
            | SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers);

    /// <summary>Writes a type.</summary>
    /// <param name="type">The type; of a constructed one its definition.</param>
    /// <param name="canUse">Whether a member can be used from where the declaration is for.</param>
    /// <param name="shown">Which of its members to write; <see langword="null"/> for all.</param>
    public static string Write(INamedTypeSymbol type, Func<ISymbol, bool> canUse, Func<ISymbol, bool>? shown = null)
    {
        type = type.OriginalDefinition;
        StringBuilder text = new();
        if (!type.ContainingNamespace.IsGlobalNamespace)
            text.Append("namespace ").Append(type.ContainingNamespace.ToDisplayString()).Append(";\n\n");

        List<INamedTypeSymbol> outer = [];
        for (INamedTypeSymbol? containing = type.ContainingType; containing is not null; containing = containing.ContainingType)
            outer.Insert(0, containing);

        string indentation = "";
        foreach (INamedTypeSymbol containing in outer)
        {
            text.Append(indentation).Append(Head(containing)).Append('\n').Append(indentation).Append("{\n");
            indentation += Indentation;
        }

        WriteType(text, type, indentation, canUse, shown);
        foreach (INamedTypeSymbol _ in outer)
        {
            indentation = indentation[Indentation.Length..];
            text.Append(indentation).Append("}\n");
        }

        return text.ToString();
    }

    private static void WriteType(
        StringBuilder text, INamedTypeSymbol type, string indentation, Func<ISymbol, bool> canUse, Func<ISymbol, bool>? shown)
    {
        text.Append(indentation);
        if (type.TypeKind == TypeKind.Delegate)
        {
            IMethodSymbol invoke = type.DelegateInvokeMethod!;
            text.Append(Access(type)).Append("delegate ").Append(invoke.ReturnType.ToDisplayString(Type)).Append(' ')
                .Append(type.ToDisplayString(Name)).Append(Parameters(invoke)).Append(";\n");
            return;
        }

        text.Append(Head(type));
        if (type.TypeKind == TypeKind.Enum)
        {
            text.Append(" { ").AppendJoin(", ", type.GetMembers().OfType<IFieldSymbol>().Select(field => field.Name).Take(MostMembers)).Append(" }\n");
            return;
        }

        IMethodSymbol? primary = PrimaryConstructor(type);
        HashSet<string> positional = primary is null || !type.IsRecord ? [] : [.. primary.Parameters.Select(parameter => parameter.Name)];
        string[] members =
        [
            .. type.GetMembers()
                .Where(member => IsWritten(member) && canUse(member) && (shown?.Invoke(member) ?? true))
                .Where(member => !SymbolEqualityComparer.Default.Equals(member, primary))
                .Where(member => !(member is IPropertySymbol && positional.Contains(member.Name)))
                .Take(MostMembers)
                .Select(Signature),
        ];
        if (members.Length == 0)
        {
            text.Append(type.IsRecord || primary is not null ? ";\n" : " { }\n");
            return;
        }

        text.Append('\n').Append(indentation).Append("{\n");
        foreach (string member in members)
            text.Append(indentation).Append(Indentation).Append(member).Append('\n');
        text.Append(indentation).Append("}\n");
    }

    private static string Head(INamedTypeSymbol type)
    {
        string kind = type switch
        {
            { IsRecord: true, IsValueType: true } => "record struct",
            { IsRecord: true } => "record",
            { TypeKind: TypeKind.Interface } => "interface",
            { TypeKind: TypeKind.Struct } => "struct",
            { TypeKind: TypeKind.Enum } => "enum",
            _ => "class",
        };
        string modifier = kind is not ("class" or "record") ? ""
            : type.IsStatic ? "static "
            : type.IsAbstract ? "abstract "
            : type.IsSealed ? "sealed "
            : "";
        IMethodSymbol? primary = PrimaryConstructor(type);
        string parameters = primary is null ? "" : Parameters(primary);
        IEnumerable<INamedTypeSymbol> bases = type.TypeKind == TypeKind.Enum ? []
            : (type.BaseType is { SpecialType: SpecialType.None } parent && !type.IsValueType ? [parent] : Array.Empty<INamedTypeSymbol>())
                .Concat(type.Interfaces.Where(@interface => !(type.IsRecord && @interface.Name == "IEquatable")));
        string inheritance = string.Join(", ", bases.Select(@base => @base.ToDisplayString(Type)));
        return $"{Access(type)}{modifier}{kind} {type.ToDisplayString(Name)}{parameters}{(inheritance.Length > 0 ? " : " : "")}{inheritance}";
    }

    private static string Signature(ISymbol member)
    {
        bool isOfInterface = member.ContainingType.TypeKind == TypeKind.Interface;
        string access = isOfInterface ? "" : Access(member);
        string modifiers = member.IsStatic && member is not IFieldSymbol { IsConst: true } ? "static "
            : member.IsAbstract && !isOfInterface ? "abstract "
            : member.IsOverride ? "override "
            : member.IsVirtual && !isOfInterface ? "virtual "
            : "";
        switch (member)
        {
            case IFieldSymbol field:
                string constant = field.IsConst ? "const " : field.IsReadOnly ? "readonly " : "";
                string value = field.HasConstantValue ? $" = {Constant(field)}" : "";
                return $"{access}{modifiers}{constant}{Written(field)}{value};";
            case IPropertySymbol:
                return access + modifiers + Written(member);
            case IEventSymbol:
                return $"{access}{modifiers}event {Written(member)};";
            default:
                string external = isOfInterface || member.IsAbstract ? "" : "extern ";
                return $"{access}{modifiers}{external}{Written(member)};";
        }
    }

    /// <summary>A member without the texts that its parameters have by default.</summary>
    private static string Written(ISymbol member) => string.Concat(member.ToDisplayParts(Member)
        .Select(part => part.Kind == SymbolDisplayPartKind.StringLiteral && part.ToString() is ['"' or '@', ..] ? SomeText : part.ToString()));

    private static string Constant(IFieldSymbol field) => field.ConstantValue switch
    {
        null => "null",
        string => SomeText,
        _ when field.Type.TypeKind == TypeKind.Enum => $"({field.Type.ToDisplayString(Type)}){field.ConstantValue}",
        { } value => SymbolDisplay.FormatPrimitive(value, quoteStrings: true, useHexadecimalNumbers: false) ?? "default",
    };

    private static string Parameters(IMethodSymbol method) =>
        $"({string.Join(", ", method.Parameters.Select(Written))})";

    private static bool IsWritten(ISymbol member) => !member.IsImplicitlyDeclared && member switch
    {
        IMethodSymbol { MethodKind: MethodKind.Ordinary } method =>
            !(method.IsOverride && method.Name is "ToString" or "Equals" or "GetHashCode"),
        IMethodSymbol { MethodKind: MethodKind.Constructor } => true,
        IPropertySymbol or IFieldSymbol or IEventSymbol => member.CanBeReferencedByName,
        _ => false,
    };

    /// <summary>The constructor whose parameters stand behind the type's name.</summary>
    private static IMethodSymbol? PrimaryConstructor(INamedTypeSymbol type) => type.InstanceConstructors.FirstOrDefault(constructor =>
        constructor.DeclaringSyntaxReferences is [var declaration]
        && declaration.GetSyntax() is TypeDeclarationSyntax);

    private static string Access(ISymbol symbol) => symbol.DeclaredAccessibility switch
    {
        Accessibility.Public => "public ",
        Accessibility.Internal => "internal ",
        Accessibility.Protected => "protected ",
        Accessibility.ProtectedOrInternal => "protected internal ",
        Accessibility.ProtectedAndInternal => "private protected ",
        Accessibility.Private => "private ",
        _ => "",
    };
}
