using System.Reflection;
using System.Runtime.Loader;

namespace V2K.OfficialSurface;

/// <summary>The public types and members of an assembly, as text: what two assemblies of one purpose must have alike.</summary>
public static class PublicSurface
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>That of the assembly <paramref name="name"/>, which is built beside the tests.</summary>
    public static IReadOnlyList<string> OfBuilt(string name)
    {
        var tests = Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);
        var path = Path.GetFullPath(Path.Combine(tests, "..", "..", name, Path.GetFileName(tests), name + ".dll"));
        return Of(new AssemblyLoadContext(name).LoadFromAssemblyPath(path).GetExportedTypes());
    }

    /// <summary>That of <paramref name="types"/>, sorted: a line for each type and for each of its members that another assembly sees.</summary>
    public static IReadOnlyList<string> Of(IEnumerable<Type> types) =>
        [.. types.SelectMany(Lines).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    private static IEnumerable<string> Lines(Type type)
    {
        var bases = type.BaseType is { } parent && parent != typeof(object) ? [parent] : Type.EmptyTypes;
        yield return $"{type} : {string.Join(", ", bases.Concat(type.GetInterfaces()).Select(one => one.ToString()).Order(StringComparer.Ordinal))}";
        if (type.IsAssignableTo(typeof(Attribute)) && type.GetCustomAttribute<AttributeUsageAttribute>() is { } usage)
        {
            yield return $"{type} on {usage.ValidOn}, inherited {usage.Inherited}, several {usage.AllowMultiple}";
        }

        // An override adds no name.
        foreach (var member in type.GetMembers(Declared).OfType<MethodBase>().Where(
            member => (member.IsPublic || member.IsFamily) && (member as MethodInfo)?.GetBaseDefinition() is var definition && (definition is null || definition == member)))
        {
            var parameters = member.GetParameters().Select(one => $"{one.ParameterType} {one.Name}{(one.IsOptional ? $" = {one.DefaultValue ?? "null"}" : "")}");
            var kind = (member.IsStatic, member.IsAbstract, member.IsVirtual && !member.IsFinal) switch
            {
                (true, _, _) => "static ",
                (_, true, _) => "abstract ",
                (_, _, true) => "virtual ",
                _ => "",
            };
            yield return $"{type}: {kind}{(member as MethodInfo)?.ReturnType} {member.Name}({string.Join(", ", parameters)})";
        }
    }
}
