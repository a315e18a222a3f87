using Microsoft.CodeAnalysis;
using V2K.Generators.Checking;
using V2K.Generators.Model;

namespace V2K.Generators.Parsing;

/// <summary>Reads the <c>[Ignored]</c> and <c>[Concern]</c> attributes of a class.</summary>
internal static class DeclarationParser
{
    /// <summary>Reads all attributes of one kind on the class.</summary>
    public static Parsed<DeclarationModel> Parse(GeneratorAttributeSyntaxContext context, CancellationToken cancellation)
    {
        var faults = new Faults(context.TargetSymbol.Place()!);
        string name = ((INamedTypeSymbol)context.TargetSymbol).GlobalName();
        var models = new List<DeclarationModel>();
        for (int i = 0; i < context.Attributes.Length; i++)
        {
            var attribute = context.Attributes[i];
            var model = attribute.AttributeClass.Is(Names.Ignored) ? Ignored(attribute, name, i) : Concern(attribute, name, i);
            faults.Mark(model.Place, attribute.Place(cancellation));
            if (Check(model, faults))
            {
                models.Add(model);
            }
        }

        return faults.Close(models, context.TargetNode.SyntaxTree.FilePath);
    }

    private static DeclarationModel Ignored(AttributeData attribute, string name, int order) => new(
        name,
        attribute.Argument(0) as string ?? "",
        attribute.ConstructorArguments[1].MemberName(),
        Severity: null,
        attribute.Argument(2) as string ?? "",
        Remedy: "",
        When: null,
        Except: null,
        Id: null,
        Site: null,
        attribute.Argument("Secret") as bool?,
        order);

    private static DeclarationModel Concern(AttributeData attribute, string name, int order) => new(
        name,
        attribute.Argument(0) as string ?? "",
        attribute.ConstructorArguments[1].MemberName(),
        attribute.ConstructorArguments[2].MemberName(),
        attribute.Argument(3) as string ?? "",
        attribute.Argument(4) as string ?? "",
        attribute.Argument("When") as string,
        attribute.Argument("Except") as string,
        attribute.Argument("Id") as string,
        Site: null,
        attribute.Argument("Secret") as bool?,
        order);

    private static bool Check(DeclarationModel model, Faults faults)
    {
        if (KeySyntax.Fault(model.Key, mayBePrefix: true) is { } fault)
        {
            faults.Add(Descriptors.MalformedKey, model.Place, model.Key, fault);
            return false;
        }

        string? missing = !string.IsNullOrWhiteSpace(model.Text)
            ? model.IsConcern && string.IsNullOrWhiteSpace(model.Remedy) ? "what to do about it" : null
            : model.IsConcern ? "what it changes for the guest" : "why KVM does not need it";
        if (missing is not null)
        {
            faults.Add(Descriptors.NoReason, model.Place, model.Key, missing);
        }

        return missing is null;
    }
}
