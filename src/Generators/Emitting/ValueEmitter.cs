using V2K.Generators.Model;

namespace V2K.Generators.Emitting;

/// <summary>Writes the methods that read values of enumerations and of types that parse themselves.</summary>
internal static class ValueEmitter
{
    // A longer list helps nobody to find a typing error.
    private const int NamedSpellings = 12;

    /// <summary>The name of the method that reads a value of this type.</summary>
    public static string MethodOf(ValueModel value) =>
        "Read_" + value.Type.Replace("global::", "").Replace("V2K.Rules.", "").Replace('.', '_');

    /// <summary>Writes the methods for all types that the rules use.</summary>
    public static void Methods(IndentedWriter text, IEnumerable<RuleModel> rules)
    {
        var values = rules.SelectMany(rule => rule.Parameters)
            .Select(parameter => parameter.Value)
            .OfType<ValueModel>()
            .Where(value => value.Kind is ValueKind.Enum or ValueKind.Own)
            .Distinct()
            .OrderBy(MethodOf, StringComparer.Ordinal);
        foreach (var value in values)
        {
            text.Line();
            Method(text, value);
        }
    }

    private static void Method(IndentedWriter text, ValueModel value)
    {
        text.Open($"private static {value.Type}? {MethodOf(value)}(TranslationRun run, int slot, string assumed)");
        text.Open("if (!run.TryRead(slot, out ReadOnlySpan<char> text))").Line("return null;").Close().Line();
        if (value.Kind == ValueKind.Own)
        {
            text.Open($"if ({value.Type}.TryParseVmx(text, out var value))").Line("return value;").Close().Line();
        }

        foreach (var member in value.Members)
        {
            text.Open($"if (text.Equals({Literal.Of(member.Spelling)}, StringComparison.OrdinalIgnoreCase))");
            text.Line($"return {value.Type}.{member.Member};").Close().Line();
        }

        text.Line($"run.ReportMalformed(slot, {Literal.Of(Expected(value))}, assumed);");
        text.Line("return null;").Close();
    }

    private static string Expected(ValueModel value) => value.Kind == ValueKind.Own
        ? "a valid " + value.Name
        : "one of " + string.Join(", ", value.Members.Take(NamedSpellings).Select(member => member.Spelling))
            + (value.Members.Count > NamedSpellings ? ", …" : "");
}
