using System.Reflection;
using System.Text;
using Microsoft.CodeAnalysis;

namespace V2K.Generators.Tests;

/// <summary>Compiles rules with what is generated from them, and translates a VMX text with the result.</summary>
internal sealed class TranslatorProbe
{
    private const string Source = """
        namespace V2K.Rules;

        public static class Probe
        {
            public static string Run(byte[] vmx, string? site)
            {
                var document = V2K.Rules.Vmx.VmxDocument.Parse(vmx, "test.vmx");
                var vm = V2K.Rules.Translation.Translator.Translate(
                    document, new V2K.Rules.Translation.TranslationOptions { Site = site });
                return Show(vm.Domain, new V2K.Rules.Model.Domain()) + Show(vm.Facts, new V2K.Rules.Model.Facts())
                    + string.Concat(vm.Findings.Select(finding =>
                        $"{finding.Severity} {finding.Rule ?? "-"} {finding.Key ?? "-"}:{finding.Line}: {finding.What}; {finding.Changes}\n"));
            }

            private static string Show<T>(T value, T unset) => string.Concat(typeof(T).GetProperties()
                .Where(property => property.Name != "EqualityContract")
                .Where(property => Text(property.GetValue(value)) != Text(property.GetValue(unset)))
                .Select(property => $"{property.Name}: {Text(property.GetValue(value))}\n"));

            private static string Text(object? value) => value is System.Collections.IEnumerable list and not string
                ? string.Join(", ", list.Cast<object>())
                : $"{value}";
        }
        """;

    private readonly Func<byte[], string?, string> _run;

    public TranslatorProbe(params IEnumerable<SyntaxTree> rules)
    {
        var compilation = Sources.Compile([.. rules, Sources.Parse("/repo/Probe.cs", Source)]);
        GeneratorRun.Driver().RunGeneratorsAndUpdateCompilation(compilation, out var output, out var diagnostics);
        Assert.Empty(diagnostics);
        using var assembly = new MemoryStream();
        var result = output.Emit(assembly);
        Assert.Empty(result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        _run = Assembly.Load(assembly.ToArray()).GetType("V2K.Rules.Probe")!.GetMethod("Run")!
            .CreateDelegate<Func<byte[], string?, string>>();
    }

    /// <summary>What differs from an empty domain, a line each, then the findings.</summary>
    public string Translate(string vmx, string? site = null) => _run(Encoding.UTF8.GetBytes(vmx), site);
}
