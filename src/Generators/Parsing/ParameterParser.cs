using System.Globalization;
using Microsoft.CodeAnalysis;
using V2K.Generators.Checking;
using V2K.Generators.Emitting;
using V2K.Generators.Model;

namespace V2K.Generators.Parsing;

/// <summary>Reads a parameter of a rule's <c>Map</c>.</summary>
internal static class ParameterParser
{
    /// <summary>The parameter; null, with the fault noted, where it cannot be bound.</summary>
    public static ParameterModel? Read(IParameterSymbol parameter, GroupModel? group, Compilation compilation, Faults faults)
    {
        if (parameter.Attribute(Names.Vmx) is { } vmx)
        {
            return ReadKey(parameter, vmx.Argument(0) as string ?? "", vmx.Argument("Secret") as bool?, group, faults);
        }

        if (parameter.Attribute(Names.Index) is { } index)
        {
            return ReadIndex(parameter, index.Argument(0) as int? ?? 0, group, faults);
        }

        if (parameter.Attribute(Names.From) is { } from)
        {
            return ReadFrom(parameter, from.Argument(0) as string ?? "", compilation, faults);
        }

        if (parameter.Attribute(Names.BuiltIn) is not null)
        {
            return ReadBuiltIn(parameter, faults);
        }

        if (parameter.Type.Is(Names.Options))
        {
            return Simple(parameter, ParameterSource.Options);
        }

        faults.Add(Descriptors.NoSource, parameter.Name, parameter.Name);
        return null;
    }

    private static ParameterModel Simple(IParameterSymbol parameter, ParameterSource source, string key = "", int position = 0) =>
        new(parameter.Name, source, key, Value: null, Default: null, position);

    private static ParameterModel? ReadKey(IParameterSymbol parameter, string key, bool? isSecret, GroupModel? group, Faults faults)
    {
        if (KeySyntax.Fault(key, mayBePrefix: false) is { } malformed)
        {
            faults.Add(Descriptors.MalformedKey, parameter.Name, key, malformed);
            return null;
        }

        bool isRelative = key[0] == '.' && group is not null;
        string whole = isRelative ? group!.Pattern + key : key;
        if (Unbound(key, whole, group) is { } unbound)
        {
            faults.Add(Descriptors.UnmatchableKey, parameter.Name, key, unbound);
            return null;
        }

        var value = ValueParser.Read(parameter.Type);
        string? fallback = DefaultOf(parameter);
        if (value is null)
        {
            faults.Add(Descriptors.NoParser, parameter.Name, parameter.Name, parameter.Type.ShownName());
        }
        else if (fallback is null && !parameter.Type.TakesNull())
        {
            faults.Add(Descriptors.NoDefault, parameter.Name, parameter.Name);
        }

        bool hides = parameter.Type.WithoutNull().Is(Names.SecretText);
        return new ParameterModel(parameter.Name, ParameterSource.Vmx, whole, value, fallback, Position: 0, hides ? true : isSecret);
    }

    /// <summary>Why no instance gives the key's numbers; null where all is well.</summary>
    private static string? Unbound(string key, string whole, GroupModel? group)
    {
        int numbers = whole.Count(c => c == '#');
        int given = group?.Numbers ?? 0;
        return numbers <= given
            ? null
            : group is null
                ? "its rule has no [ForEach], so '#' has no number"
                : $"it has {numbers} numbers, and {group.Pattern} gives {given}";
    }

    private static ParameterModel? ReadIndex(IParameterSymbol parameter, int position, GroupModel? group, Faults faults)
    {
        string? fault = group is null ? "its rule has no [ForEach]"
            : position < 0 || position >= group.Numbers ? $"{group.Pattern} has no number at position {position}"
            : parameter.Type.SpecialType != SpecialType.System_Int32 ? "it is not an int"
            : null;
        if (fault is null)
        {
            return Simple(parameter, ParameterSource.Index, position: position);
        }

        faults.Add(Descriptors.WrongIndex, parameter.Name, parameter.Name, fault);
        return null;
    }

    private static ParameterModel? ReadFrom(IParameterSymbol parameter, string name, Compilation compilation, Faults faults)
    {
        var target = TargetParser.Find(compilation, name, out string fault);
        if (target is null)
        {
            faults.Add(Descriptors.NoTarget, parameter.Name, name, fault);
            return null;
        }

        bool loses = target.Type.TakesNull() && !parameter.Type.TakesNull();
        if (loses || !compilation.Converts(target.Type, parameter.Type))
        {
            faults.Add(
                Descriptors.WrongFrom, parameter.Name,
                parameter.Name, parameter.Type.ShownName(), target.Model.FullName, target.Type.ShownName());
            return null;
        }

        return Simple(parameter, ParameterSource.From, target.Model.FullName);
    }

    private static ParameterModel? ReadBuiltIn(IParameterSymbol parameter, Faults faults)
    {
        if (parameter.Type.TakesNull())
        {
            return Simple(parameter, ParameterSource.BuiltIn, parameter.Type.WithoutNull().GlobalName());
        }

        faults.Add(Descriptors.WrongBuiltIn, parameter.Name, parameter.Name, "it is not nullable, and the built-in rule may decline");
        return null;
    }

    private static string? DefaultOf(IParameterSymbol parameter)
    {
        if (!parameter.HasExplicitDefaultValue)
        {
            return null;
        }

        var type = parameter.Type.WithoutNull();
        return parameter.ExplicitDefaultValue switch
        {
            null => parameter.Type.TakesNull() ? null : $"default({type.GlobalName()})",
            bool truth => truth ? "true" : "false",
            string text => Literal.Of(text),
            var number when type.TypeKind == TypeKind.Enum => EnumDefault(type, number),
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            var other => other.ToString(),
        };
    }

    private static string EnumDefault(ITypeSymbol type, object value)
    {
        var member = type.GetMembers().OfType<IFieldSymbol>().FirstOrDefault(field => Equals(field.ConstantValue, value));
        return member is null ? $"({type.GlobalName()})({value})" : $"{type.GlobalName()}.{member.Name}";
    }
}
