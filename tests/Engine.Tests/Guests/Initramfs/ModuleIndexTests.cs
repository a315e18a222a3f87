using V2K.Engine.Guests.Initramfs;
using V2K.Engine.Tools;

namespace V2K.Engine.Tests.Guests.Initramfs;

/// <summary>
/// kmod itself judges the tables: modprobe must find in them what was put there. The modules have names of their own: one that
/// this host's kernel has is there already, in modprobe's eyes.
/// </summary>
public sealed class ModuleIndexTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public ModuleIndexTests()
    {
        Directory.CreateDirectory(_folder["lib/modules/6.1.0"]);
        foreach (var text in new[] { "modules.dep", "modules.alias", "modules.softdep", "modules.symbols", "modules.builtin", "modules.order" })
        {
            File.WriteAllText(_folder["lib/modules/6.1.0/" + text], "");
        }

        Directory.CreateDirectory(_folder["lib/modules/6.1.0/kernel"]);
        foreach (var module in new[] { "vtest", "vtest_ring", "vtest_pci", "vtest_blk", "vtest_xor" })
        {
            File.WriteAllText(_folder[$"lib/modules/6.1.0/kernel/{module}.ko"], "");
        }

        Write("modules.dep.bin",
            ("vtest", "kernel/vtest.ko:"),
            ("vtest_ring", "kernel/vtest_ring.ko:"),
            ("vtest_pci", "kernel/vtest_pci.ko: kernel/vtest_ring.ko kernel/vtest.ko"),
            ("vtest_blk", "kernel/vtest_blk.ko: kernel/vtest_ring.ko kernel/vtest.ko"),
            ("vtest_xor", "kernel/vtest_xor.ko:"));
        Write("modules.alias.bin",
            ("pci:v00001AF4d*sv*sd*bc*sc*i*", "vtest_pci"),
            ("vtest:d00000002v*", "vtest_blk"),
            ("vtest:d00000003v*", "vtest_xor"),
            ("vtest_block", "vtest_blk"));
        Write("modules.symbols.bin");
        Write("modules.builtin.bin");
        Write("modules.builtin.alias.bin");
    }

    public void Dispose() => _folder.Dispose();

    [SkippableTheory]
    [InlineData("vtest_blk", "vtest.ko vtest_ring.ko vtest_blk.ko")]
    [InlineData("vtest-blk", "vtest.ko vtest_ring.ko vtest_blk.ko")]
    [InlineData("vtest", "vtest.ko")]
    [InlineData("vtest_xor", "vtest_xor.ko")]
    [InlineData("pci:v00001AF4d00001001sv00001AF4sd00000002bc01sc00i00", "vtest.ko vtest_ring.ko vtest_pci.ko")]
    [InlineData("vtest:d00000002v00001AF4", "vtest.ko vtest_ring.ko vtest_blk.ko")]
    [InlineData("vtest_block", "vtest.ko vtest_ring.ko vtest_blk.ko")]
    public async Task Modprobe_finds_a_module_with_what_it_needs(string name, string expected)
    {
        Skip.If(KnownTools.Modprobe.Find() is null, "modprobe is not installed: --target=Setup installs it");

        var found = await new ToolRunner(_ => { }).RunAsync(
            KnownTools.Modprobe, ["-d", _folder.Path, "-S", "6.1.0", "--show-depends", name], "Read what it says");

        Assert.Equal(
            expected,
            string.Join(' ', found.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => Path.GetFileName(line.Trim().Split(' ')[1]))));
    }

    private void Write(string name, params (string Key, string Value)[] pairs) => File.WriteAllBytes(
        _folder["lib/modules/6.1.0/" + name], ModuleIndex.Write(pairs.Select(pair => KeyValuePair.Create(pair.Key, pair.Value))));
}
