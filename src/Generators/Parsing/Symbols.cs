using Microsoft.CodeAnalysis;

namespace V2K.Generators.Parsing;

/// <summary>Questions to symbols.</summary>
internal static class Symbols
{
    private static readonly SymbolDisplayFormat Annotated = SymbolDisplayFormat.FullyQualifiedFormat
        .AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    /// <summary>The <c>global::</c> name, nullability included.</summary>
    public static string GlobalName(this ITypeSymbol type) => type.ToDisplayString(Annotated);

    /// <summary>The name that a message shows.</summary>
    public static string ShownName(this ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);

    /// <summary>The type without its nullability: <c>int</c> for <c>int?</c>, <c>string</c> for <c>string?</c>.</summary>
    public static ITypeSymbol WithoutNull(this ITypeSymbol type) =>
        type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable
            ? nullable.TypeArguments[0]
            : type.WithNullableAnnotation(NullableAnnotation.NotAnnotated);

    /// <summary>Whether null is a value of the type; a reference type outside a nullable context counts as such.</summary>
    public static bool TakesNull(this ITypeSymbol type) =>
        type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T
        || (type.IsReferenceType && type.NullableAnnotation != NullableAnnotation.NotAnnotated);

    /// <summary>Whether the type, generic or not, has this metadata name.</summary>
    public static bool Is(this ITypeSymbol? type, string metadataName) =>
        type is INamedTypeSymbol { OriginalDefinition: { } definition }
        && definition.ContainingNamespace.ToDisplayString() + "." + definition.MetadataName == metadataName;

    /// <summary>The first attribute of a kind.</summary>
    public static AttributeData? Attribute(this ISymbol symbol, string metadataName) =>
        symbol.GetAttributes().FirstOrDefault(attribute => attribute.AttributeClass.Is(metadataName));

    /// <summary>A constructor argument; null where the source does not give one.</summary>
    public static object? Argument(this AttributeData attribute, int position) =>
        position < attribute.ConstructorArguments.Length ? attribute.ConstructorArguments[position].Value : null;

    /// <summary>A named argument; null where the source does not give it.</summary>
    public static object? Argument(this AttributeData attribute, string name) =>
        attribute.NamedArguments.FirstOrDefault(argument => argument.Key == name).Value.Value;

    /// <summary>The name of the enumeration member that an argument is.</summary>
    public static string MemberName(this TypedConstant constant) => constant.Type!.GetMembers()
        .OfType<IFieldSymbol>()
        .FirstOrDefault(field => Equals(field.ConstantValue, constant.Value))?.Name ?? "";

    /// <summary>Where an attribute stands.</summary>
    public static Location? Place(this AttributeData attribute, CancellationToken cancellation) =>
        attribute.ApplicationSyntaxReference?.GetSyntax(cancellation).GetLocation();

    /// <summary>Where a symbol is declared.</summary>
    public static Location? Place(this ISymbol symbol) => symbol.Locations.FirstOrDefault();
}
