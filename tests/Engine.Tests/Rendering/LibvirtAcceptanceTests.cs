using V2K.Engine.Rendering;
using V2K.Rules;
using V2K.Rules.Model;
using V2K.Rules.Tests.Corpus;
using V2K.Rules.Translation;
using V2K.Rules.Vmx;

namespace V2K.Engine.Tests.Rendering;

/// <summary>libvirt's own judgement of every VM here, which goes beyond its schema: what QEMU has, addresses, firmware.</summary>
public sealed class LibvirtAcceptanceTests(EmbeddedLibvirt libvirt) : IClassFixture<EmbeddedLibvirt>
{
    private static readonly DomainRenderer Renderer = new(TemplateFolder.Load());

    public static TheoryData<string, TranslationMode> Realistic => RealisticVmTests.Cases;

    public static TheoryData<string> Corpus => LibvirtCorpus.Files;

    [SkippableTheory]
    [MemberData(nameof(Realistic))]
    public Task A_realistic_VM_is_accepted(string vm, TranslationMode mode) =>
        Accepted(Path.Combine(AppContext.BaseDirectory, "Rendering", "Vms", vm + ".vmx"), mode);

    [SkippableTheory]
    [MemberData(nameof(Corpus))]
    public async Task A_VM_of_the_corpus_is_accepted_in_both_modes(string file)
    {
        Skip.If(LibvirtCorpus.Folder is null, LibvirtCorpus.Absent);
        await Accepted(Path.Combine(LibvirtCorpus.Folder, file), TranslationMode.Performance);
        await Accepted(Path.Combine(LibvirtCorpus.Folder, file), TranslationMode.Fidelity);
    }

    [SkippableFact]
    public async Task What_libvirt_cannot_run_is_refused()
    {
        SkipWithoutLibvirt();
        var uuid = Guid.NewGuid();
        var unknown = new Domain { Type = "qemu", Name = "unknown-machine", Uuid = uuid, Os = new DomainOs { Machine = "no-such-machine" } };

        await Assert.ThrowsAsync<V2KException>(() => libvirt.AcceptAsync(Renderer.Render(unknown), uuid));
    }

    private async Task Accepted(string path, TranslationMode mode)
    {
        SkipWithoutLibvirt();
        var uuid = Guid.NewGuid();
        var domain = Translator.Translate(VmxDocument.Read(path), new TranslationOptions { Mode = mode }).Domain;
        await libvirt.AcceptAsync(
            Renderer.Render(domain with
            {
                Type = "qemu",
                Uuid = uuid,
                Disks = [.. domain.Disks.Select(disk => disk.IsConverted ? disk with { Source = Target(disk) } : disk)],
            }),
            uuid);
    }

    private static DiskSource Target(Disk disk)
    {
        var format = disk.MustBeRaw ? "raw" : "qcow2";
        return new DiskSource($"/srv/kvm/{disk.VmxDevice.Replace(':', '-')}.{format}", format);
    }

    private static void SkipWithoutLibvirt() =>
        Skip.If(EmbeddedLibvirt.Missing is not null, $"{EmbeddedLibvirt.Missing} is not installed: --target=Setup installs it");
}
