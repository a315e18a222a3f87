using System.Globalization;
using System.Reflection;

namespace VerifyTests;

/// <summary>Names the file of a snapshot as Verify does: <c>Class.Method_parameter=value</c>.</summary>
internal static class SnapshotName
{
    // Those that a file system of any system refuses, so that a clone works everywhere.
    private const string Refused = "\"\\<>|:*?/";

    /// <summary>The name without folder and extension.</summary>
    public static string Of(MethodInfo test, IReadOnlyList<object?> arguments)
    {
        var parameters = test.GetParameters().Zip(arguments, (parameter, value) => $"_{parameter.Name}={Spell(value)}");
        return $"{test.ReflectedType!.Name}.{test.Name}{string.Concat(parameters)}";
    }

    private static string Spell(object? value)
    {
        var text = value switch
        {
            null => "null",
            bool flag => flag ? "True" : "False",
            IFormattable formattable => formattable.ToString(format: null, CultureInfo.InvariantCulture),
            _ => value.ToString() ?? "",
        };
        return string.Concat(text.Select(c => char.IsControl(c) || Refused.Contains(c, StringComparison.Ordinal) ? '-' : c));
    }
}
