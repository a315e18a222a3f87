using Microsoft.CodeAnalysis;
using V2K.Generators.Model;

namespace V2K.Generators.Parsing;

/// <summary>Finds the way of reading a parameter's type.</summary>
internal static class ValueParser
{
    /// <summary>How the type is read; null where nothing reads it.</summary>
    public static ValueModel? Read(ITypeSymbol parameterType)
    {
        var type = parameterType.WithoutNull();
        return type switch
        {
            { SpecialType: SpecialType.System_String } => Simple(ValueKind.Text, type, "text"),
            { SpecialType: SpecialType.System_Boolean } => Simple(ValueKind.Bool, type, "`TRUE` or `FALSE`"),
            { SpecialType: SpecialType.System_Int32 } => Simple(ValueKind.Int, type, "whole number"),
            { SpecialType: SpecialType.System_Int64 } => Simple(ValueKind.Long, type, "whole number"),
            { TypeKind: TypeKind.Enum } => Enumeration(type),
            _ when type.Is("System.Guid") => Simple(ValueKind.Guid, type, "UUID"),
            _ when ParsesItself(type) => Simple(ValueKind.Own, type, Words(type.Name)),
            _ => null,
        };
    }

    private static ValueModel Simple(ValueKind kind, ITypeSymbol type, string name) =>
        new(kind, type.GlobalName(), name, EquatableArray<SpellingModel>.Empty);

    private static ValueModel Enumeration(ITypeSymbol type)
    {
        var members = type.GetMembers().OfType<IFieldSymbol>()
            .Where(field => field.HasConstantValue)
            .SelectMany(field => Spellings(field).Select(spelling => new SpellingModel(spelling, field.Name)))
            .ToEquatableArray();
        string name = "one of " + string.Join(", ", members.Select(member => $"`{member.Spelling}`"));
        return new ValueModel(ValueKind.Enum, type.GlobalName(), name, members);
    }

    private static string[] Spellings(IFieldSymbol field)
    {
        string[] given = [.. field.GetAttributes()
            .Where(attribute => attribute.AttributeClass.Is(Names.VmxName))
            .Select(attribute => attribute.Argument(0) as string)
            .OfType<string>()];
        return given.Length > 0 ? given : [field.Name];
    }

    /// <summary>A type's name as a person would say it: <c>MacAddress</c> is a mac address.</summary>
    private static string Words(string name) => string.Concat(
        name.Select((c, i) => i > 0 && char.IsUpper(c) ? " " + char.ToLowerInvariant(c) : char.ToLowerInvariant(c).ToString()));

    private static bool ParsesItself(ITypeSymbol type) => type.GetMembers("TryParseVmx").OfType<IMethodSymbol>().Any(method =>
        method is { IsStatic: true, DeclaredAccessibility: Accessibility.Public, Parameters.Length: 2, ReturnType.SpecialType: SpecialType.System_Boolean }
        && method.Parameters[0].Type.Is("System.ReadOnlySpan`1")
        && method.Parameters[1].RefKind == RefKind.Out
        && SymbolEqualityComparer.Default.Equals(method.Parameters[1].Type.WithoutNull(), type));
}
