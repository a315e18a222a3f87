using V2K.Generators.Planning;
using V2K.Rules.Translation;

namespace V2K.Generators.Emitting;

/// <summary>Writes the recognition of keys: the table of patterns and the switch that finds a key's pattern.</summary>
internal static class KeyEmitter
{
    /// <summary>Writes the table of patterns.</summary>
    public static void Table(IndentedWriter text, TranslationPlan plan)
    {
        text.Line("// Text, first slot, slots, slots a first number, first bit, bits a first number, ignored and how often, concern and how many.");
        text.Line("private static readonly KeyPattern[] Patterns =").OpenBare("[");
        foreach (KeyPlan key in plan.Keys)
        {
            int slots = key.IsBound ? key.Slots : 0;
            int stride = key.IsBound ? key.Stride : 1;
            int bit = key.Group?.Bit ?? -1;
            int bitStride = key.Group?.Stride ?? 1;
            int ignored = key.Ignored.Count > 0 ? key.Ignored[0] : -1;
            int concern = key.Concerns.Count > 0 ? key.Concerns[0] : -1;
            text.Line($"new({Literal.Of(key.Text)}, {key.Slot}, {slots}, {stride}, {bit}, {bitStride}, {ignored}, {key.Ignored.Count}, {concern}, {key.Concerns.Count}),");
        }

        text.Close("];");
    }

    /// <summary>Writes the method that finds a key's pattern and numbers.</summary>
    public static void Recogniser(IndentedWriter text, TranslationPlan plan)
    {
        text.Open("private static int Recognise(ReadOnlySpan<char> key, int site, out int first, out int second)");
        text.Line("first = second = 0;");
        Exact(text, plan);
        Prefixes(text, plan);
        text.Line("return -1;").Close();
    }

    private static void Exact(IndentedWriter text, TranslationPlan plan)
    {
        var exact = plan.Keys.Where(key => !IsPrefix(key)).GroupBy(key => KeyShape.Hash(key.Lower.AsSpan())).OrderBy(bucket => bucket.Key).ToArray();
        if (exact.Length == 0)
        {
            return;
        }

        text.Line("switch (KeyShape.Hash(key))").OpenBare();
        foreach (var bucket in exact)
        {
            text.Line($"case 0x{bucket.Key:X8}:").OpenBare();

            // usb0.present goes before usb#.present.
            foreach (KeyPlan key in bucket.OrderBy(key => key.Numbers).ThenBy(key => key.Lower, StringComparer.Ordinal))
            {
                Try(text, plan, key, key.Numbers == 0
                    ? $"Ascii.EqualsIgnoreCase(key, {Literal.Of(key.Lower)})"
                    : $"KeyShape.Matches(key, {Literal.Of(key.Lower)}, out first, out second)");
            }

            text.Line("break;").Close();
        }

        text.Close().Line();
    }

    private static void Prefixes(IndentedWriter text, TranslationPlan plan)
    {
        // The longest goes first: it says the most about the key.
        var prefixes = plan.Keys.Where(IsPrefix).GroupBy(key => key.Lower[0]).OrderBy(bucket => bucket.Key).ToArray();
        if (prefixes.Length == 0)
        {
            return;
        }

        text.Line("switch (key.IsEmpty ? '\\0' : KeyShape.Lower(key[0]))").OpenBare();
        foreach (var bucket in prefixes)
        {
            text.Line($"case '{bucket.Key}':").OpenBare();
            foreach (KeyPlan key in bucket.OrderByDescending(key => key.Lower.Length).ThenBy(key => key.Lower, StringComparer.Ordinal))
            {
                string prefix = key.Lower.Substring(0, key.Lower.Length - 1);
                Try(text, plan, key, $"KeyShape.Begins(key, {Literal.Of(prefix)})");
            }

            text.Line("break;").Close();
        }

        text.Close().Line();
    }

    private static void Try(IndentedWriter text, TranslationPlan plan, KeyPlan key, string test)
    {
        text.Open($"if ({test}{Range(key)}{Site(plan, key)})").Line($"return {key.Id};").Close().Line();
    }

    private static bool IsPrefix(KeyPlan key) => key.Lower[key.Lower.Length - 1] == '*';

    /// <summary>A key that rules ask for has only the numbers that rules loop over.</summary>
    private static string Range(KeyPlan key) => key is { IsBound: true, Range: { } range }
        ? (key.Numbers > 0 ? Bounds("first", range.First, range.Last) : "")
            + (key.Numbers > 1 ? Bounds("second", range.FirstUnit, range.LastUnit) : "")
        : "";

    /// <summary>A key that only sites know is unknown to everybody else.</summary>
    private static string Site(TranslationPlan plan, KeyPlan key) => key.IsBuiltIn
        ? ""
        : " && site is " + string.Join(" or ", key.Sites.Select(site => plan.IdOf(site)));

    private static string Bounds(string number, int low, int high) =>
        low > 0 ? $" && {number} is >= {low} and <= {high}" : $" && {number} <= {high}";
}
