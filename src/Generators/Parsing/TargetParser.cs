using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using V2K.Generators.Model;

namespace V2K.Generators.Parsing;

/// <summary>A target with its types as symbols, for as long as the parser runs.</summary>
/// <param name="Model">What stays.</param>
/// <param name="Type">The property's type.</param>
/// <param name="ElementType">The type of one value.</param>
/// <param name="ListType">The property's type where it is a list.</param>
internal sealed record Target(TargetModel Model, ITypeSymbol Type, ITypeSymbol ElementType, ITypeSymbol? ListType);

/// <summary>Finds the properties of <c>Domain</c> and <c>Facts</c> that rules fill and take from.</summary>
internal static class TargetParser
{
    /// <summary>The target of this name; null, with what is wrong, where there is none or more than one.</summary>
    public static Target? Find(Compilation compilation, string name, out string fault)
    {
        var domain = Property(compilation, Names.Domain, name);
        var facts = Property(compilation, Names.Facts, name);
        fault = (domain, facts) switch
        {
            (null, null) => "no settable property of Domain or of Facts",
            (not null, not null) => "a property of both Domain and Facts: rename one",
            _ => "",
        };
        return fault.Length > 0 ? null : Read((domain ?? facts)!);
    }

    /// <summary>Whether a value of one type can be handed over as another without a cast.</summary>
    public static bool Converts(this Compilation compilation, ITypeSymbol from, ITypeSymbol to) =>
        compilation.ClassifyConversion(from, to) is { IsImplicit: true, IsUserDefined: false };

    private static IPropertySymbol? Property(Compilation compilation, string holder, string name) =>
        compilation.GetTypeByMetadataName(holder)?.GetMembers(name).OfType<IPropertySymbol>()
            .FirstOrDefault(property => property is { IsStatic: false, SetMethod: not null, DeclaredAccessibility: Accessibility.Public });

    private static Target Read(IPropertySymbol property)
    {
        var list = property.Type.Is("System.Collections.Generic.IReadOnlyList`1") ? (INamedTypeSymbol)property.Type : null;
        var element = list is null ? property.Type.WithoutNull() : list.TypeArguments[0];
        var model = new TargetModel(
            property.ContainingType.Name, property.Name, property.Type.GlobalName(), element.GlobalName(), list is not null,
            list is not null && element.GetMembers("VmxDevice").OfType<IPropertySymbol>().Any(device => device.Type.SpecialType == SpecialType.System_String));
        return new Target(model, property.Type, element, list);
    }
}
