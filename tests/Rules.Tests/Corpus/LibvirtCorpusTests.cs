using System.Xml.Linq;
using V2K.Rules.Translation;
using V2K.Rules.Vmx;

namespace V2K.Rules.Tests.Corpus;

/// <summary>Holds the translation against libvirt's, fact by fact. A fact that differs stands in <see cref="Explained"/>, or fails.</summary>
public sealed class LibvirtCorpusTests
{
    /// <summary>The facts in which V2K differs on purpose: the file ("*" for all), what libvirt says, and why.</summary>
    private static readonly (string File, string Fact, string Because)[] Explained =
    [
        ("*", "uuid 00000000-0000-0000-0000-000000000000", "a VM without a UUID gets a stable one"),
        ("cdrom-ide-device.vmx", "cdrom scd0 False", "a drive of the VMware host is empty on KVM"),
        ("cdrom-scsi-device.vmx", "cdrom scd0 False", "a drive of the VMware host is empty on KVM"),
        ("cdrom-ide-raw-device.vmx", "lun scd0 False", "a drive of the VMware host is empty on KVM"),
        ("cdrom-scsi-raw-device.vmx", "lun scd0 False", "a drive of the VMware host is empty on KVM"),
        ("cdrom-ide-raw-auto-detect.vmx", "lun  False", "libvirt calls a raw drive a LUN; to the guest it is an optical drive"),
        ("cdrom-scsi-raw-auto-detect.vmx", "lun  False", "libvirt calls a raw drive a LUN; to the guest it is an optical drive"),
        ("cdrom-scsi-passthru.vmx", "lun mpx.vmhba32:C0:T0:L0 False", "a drive of the VMware host is empty on KVM"),
        ("cdrom-ide-file-missing-datastore.vmx", "cdrom  False", "libvirt empties a drive whose image it cannot find; V2K looks for it later"),
        ("cdrom-ide-file-missing-file.vmx", "cdrom  False", "libvirt empties a drive whose image it cannot find; V2K looks for it later"),
        ("floppy-device.vmx", "floppy fd0 False", "a drive of the VMware host is empty on KVM"),
        ("serial-device.vmx", "serial 0 dev    ", "a port of the VMware host is a terminal on KVM"),
        ("serial-device.vmx", "serial 1 dev    ", "a port of the VMware host is a terminal on KVM"),
        ("serial-pipe-client-app.vmx", "serial 0 pipe    ", "a named pipe of VMware's is a socket on Linux"),
        ("serial-pipe-client-vm.vmx", "serial 0 pipe    ", "a named pipe of VMware's is a socket on Linux"),
        ("serial-pipe-server-app.vmx", "serial 0 pipe    ", "a named pipe of VMware's is a socket on Linux"),
        ("serial-pipe-server-vm.vmx", "serial 0 pipe    ", "a named pipe of VMware's is a socket on Linux"),
        ("parallel-device.vmx", "parallel 0 dev", "a port of the VMware host is not there on KVM"),
    ];

    public static TheoryData<string> Files => LibvirtCorpus.Files;

    [SkippableTheory]
    [MemberData(nameof(Files))]
    public void Facts_agree_with_libvirts_or_the_difference_is_explained(string file)
    {
        var vm = Translate(file, TranslationMode.Performance);
        var xml = Path.ChangeExtension(Path.Combine(LibvirtCorpus.Folder!, file), ".xml");
        Skip.IfNot(File.Exists(xml), "libvirt refuses this file, because it names what does not exist");

        var ours = DomainFacts.Of(vm.Domain).Select(WithoutModel).ToList();
        var missing = DomainFacts.Of(XElement.Load(xml)).Select(WithoutModel)
            .Where(fact => !ours.Remove(fact))
            .Where(fact => !Explained.Any(e => (e.File == "*" || e.File == file) && e.Fact == fact));

        Assert.Equal([], missing);
    }

    [SkippableTheory]
    [MemberData(nameof(Files))]
    public void No_documented_key_is_unknown(string file) => Assert.DoesNotContain(
        Translate(file, TranslationMode.Performance).Findings,
        finding => finding.What.Contains("unknown", StringComparison.OrdinalIgnoreCase)
            || finding.What.Contains("not known", StringComparison.OrdinalIgnoreCase));

    [SkippableTheory]
    [MemberData(nameof(Files))]
    public void In_fidelity_mode_network_cards_keep_their_model(string file)
    {
        var vm = Translate(file, TranslationMode.Fidelity);
        var xml = Path.ChangeExtension(Path.Combine(LibvirtCorpus.Folder!, file), ".xml");
        Skip.IfNot(File.Exists(xml), "libvirt refuses this file, because it names what does not exist");

        var models = XElement.Load(xml).Descendants("interface").Select(nic => nic.Element("model")?.Attribute("type")?.Value);
        foreach (var (theirs, ours) in models.Zip(vm.Domain.Interfaces.Select(nic => nic.Model)))
        {
            // Where the file names no card, libvirt names none either.
            Assert.Equal(theirs is null ? ours : theirs.StartsWith("vmxnet", StringComparison.Ordinal) ? "virtio" : theirs, ours);
        }
    }

    [SkippableFact]
    public void Every_explanation_is_needed()
    {
        Skip.If(LibvirtCorpus.Folder is null, LibvirtCorpus.Absent);
        var files = Directory.EnumerateFiles(LibvirtCorpus.Folder, "*.vmx").Select(path => Path.GetFileName(path)!).ToList();

        Assert.All(Explained.Where(e => e.File != "*"), explained =>
        {
            Assert.Contains(explained.File, files);
            Assert.DoesNotContain(explained.Fact, DomainFacts.Of(Translate(explained.File, TranslationMode.Performance).Domain));
        });
    }

    private static TranslatedVm Translate(string file, TranslationMode mode)
    {
        Skip.If(LibvirtCorpus.Folder is null, LibvirtCorpus.Absent);
        var document = VmxDocument.Parse(File.ReadAllBytes(Path.Combine(LibvirtCorpus.Folder, file)), file);
        return Translator.Translate(document, new TranslationOptions { Mode = mode });
    }

    private static string WithoutModel(string fact) =>
        fact.IndexOf(" model ", StringComparison.Ordinal) is >= 0 and var model ? fact[..model] : fact;
}
