using BenchmarkDotNet.Attributes;
using V2K.Engine.Rendering;
using V2K.Rules.Translation;
using V2K.Rules.Vmx;

namespace V2K.Benchmarks;

/// <summary>What a VM's .vmx file of 120 lines costs: parsed and translated, and with the XML rendered.</summary>
public class TranslationBenchmarks
{
    private readonly DomainRenderer _renderer = new(TemplateFolder.Load());
    private readonly TranslationOptions _options = new();
    private byte[] _vmx = [];

    /// <summary>Reads the file.</summary>
    [GlobalSetup]
    public void Read() => _vmx = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "server.vmx"));

    /// <summary>Bytes to domain and findings.</summary>
    [Benchmark]
    public TranslatedVm ParseAndTranslate() => Translator.Translate(VmxDocument.Parse(_vmx, "server.vmx"), _options);

    /// <summary>Bytes to XML.</summary>
    [Benchmark]
    public string ParseTranslateAndRender() => _renderer.Render(ParseAndTranslate().Domain);
}
