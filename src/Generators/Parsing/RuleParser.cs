using Microsoft.CodeAnalysis;
using V2K.Generators.Checking;
using V2K.Generators.Model;

namespace V2K.Generators.Parsing;

/// <summary>Reads one rule class. Whatever is wrong with it becomes a diagnostic, and the rule stays out.</summary>
internal sealed class RuleParser
{
    private readonly INamedTypeSymbol _class;
    private readonly AttributeData _rule;
    private readonly Compilation _compilation;
    private readonly CancellationToken _cancellation;
    private readonly Faults _faults;
    private GroupModel? _group;

    private RuleParser(GeneratorAttributeSyntaxContext context, CancellationToken cancellation)
    {
        _class = (INamedTypeSymbol)context.TargetSymbol;
        _rule = context.Attributes[0];
        _compilation = context.SemanticModel.Compilation;
        _cancellation = cancellation;
        _faults = new Faults(_class.Place()!);
    }

    /// <summary>Reads the class that carries the attribute.</summary>
    public static Parsed<RuleModel> Parse(GeneratorAttributeSyntaxContext context, CancellationToken cancellation)
    {
        var parser = new RuleParser(context, cancellation);
        var model = parser.Read();
        return parser._faults.Close<RuleModel>(model is null ? [] : [model], context.TargetNode.SyntaxTree.FilePath);
    }

    private RuleModel? Read()
    {
        _faults.Mark(Place.Rule, _rule.Place(_cancellation));
        _group = ReadGroup();
        var doc = ReadDoc();
        var target = TargetParser.Find(_compilation, _rule.Argument(0) as string ?? "", out string fault);
        if (target is null)
        {
            _faults.Add(Descriptors.NoTarget, Place.Rule, _rule.Argument(0) ?? "", fault);
        }

        var map = FindMap();
        if (map is null)
        {
            return null;
        }

        _faults.Mark(Place.Map, map.Place());
        var parameters = map.Parameters.Select(ReadParameter).ToArray();
        var returns = target is null ? null : ReadReturn(map, target);
        string part = _rule.Argument("Part") as string ?? "";
        CheckScalar(target, part);
        return _faults.Any || target is null || returns is null
            ? null
            : new RuleModel(
                _class.GlobalName(),
                _class.Name,
                _rule.ConstructorArguments[1].MemberName(),
                target.Model,
                part,
                _group,
                parameters.OfType<ParameterModel>().ToEquatableArray(),
                returns,
                doc,
                Site: null,
                Path.GetFileName(_class.Place()!.SourceTree?.FilePath ?? ""));
    }

    private GroupModel? ReadGroup()
    {
        if (_class.Attribute(Names.ForEach) is not { } forEach)
        {
            return null;
        }

        _faults.Mark(Place.ForEach, forEach.Place(_cancellation));
        var group = new GroupModel(
            forEach.Argument(0) as string ?? "",
            forEach.Argument(1) as int? ?? 0,
            forEach.Argument(2) as int? ?? 0,
            forEach.Argument(3) as int? ?? 0,
            forEach.Argument(4) as int? ?? 0);
        string? fault = KeySyntax.Fault(group.Pattern, mayBePrefix: false)
            ?? (group.Numbers is 1 or 2 ? null : "it has a '#' for each number, one or two")
            ?? (group.First < 0 || group.FirstUnit < 0 ? "numbers begin at 0" : null)
            ?? (group.Last < group.First || group.LastUnit < group.FirstUnit ? "its last number is below its first" : null);
        if (fault is not null)
        {
            _faults.Add(Descriptors.WrongGroup, Place.ForEach, group.Pattern, fault);
        }

        return group;
    }

    private DocModel ReadDoc()
    {
        var doc = DocComment.Read(_class, _cancellation);
        if (doc.Summary.Length == 0)
        {
            _faults.Add(Descriptors.NoSummary, Place.Class, _class.Name);
        }

        if (doc.Examples.Count == 0)
        {
            _faults.Add(Descriptors.NoExample, Place.Class, _class.Name);
        }

        foreach (string fault in doc.Examples.Select(ExampleSyntax.Fault).OfType<string>())
        {
            _faults.Add(Descriptors.MalformedExample, Place.Class, _class.Name, fault);
        }

        return doc;
    }

    private IMethodSymbol? FindMap()
    {
        var maps = _class.GetMembers("Map").OfType<IMethodSymbol>().ToArray();
        string? fault = (_class, maps) switch
        {
            ({ IsGenericType: true }, _) => "its class is generic",
            ({ DeclaredAccessibility: not (Accessibility.Public or Accessibility.Internal) }, _) => "its class is private",
            (_, { Length: 0 }) => "it has no method Map",
            (_, { Length: > 1 }) => "it has several methods Map",
            (_, [{ IsStatic: false }]) => "Map is not static",
            (_, [{ DeclaredAccessibility: not Accessibility.Public }]) => "Map is not public",
            (_, [{ IsGenericMethod: true }]) => "Map is generic",
            (_, [{ ReturnsVoid: true }]) => "Map returns nothing",
            _ => null,
        };
        if (fault is null)
        {
            return maps[0];
        }

        _faults.Add(Descriptors.NoMap, Place.Class, _class.Name, fault);
        return null;
    }

    private ParameterModel? ReadParameter(IParameterSymbol parameter)
    {
        _faults.Mark(parameter.Name, parameter.Place());
        return ParameterParser.Read(parameter, _group, _compilation, _faults);
    }

    private ReturnModel? ReadReturn(IMethodSymbol map, Target target)
    {
        var type = map.ReturnType;
        bool isMapped = type.Is(Names.Mapped);
        var value = (isMapped ? ((INamedTypeSymbol)type).TypeArguments[0] : type).WithoutNull();
        if (target.ListType is { } list && _compilation.Converts(value, list))
        {
            return new ReturnModel(isMapped, IsList: true);
        }

        if (_compilation.Converts(value, target.ElementType))
        {
            return new ReturnModel(isMapped, IsList: false);
        }

        _faults.Add(
            Descriptors.WrongReturn, Place.Map, type.ShownName(), target.Model.FullName, target.ElementType.ShownName());
        return null;
    }

    private void CheckScalar(Target? target, string part)
    {
        if (target is not { Model.IsList: false })
        {
            return;
        }

        if (_group is not null)
        {
            _faults.Add(Descriptors.ScalarTarget, Place.ForEach, target.Model.FullName, "[ForEach]");
        }

        if (part.Length > 0)
        {
            _faults.Add(Descriptors.ScalarTarget, Place.Rule, target.Model.FullName, "a Part");
        }
    }
}
