using System.Text;
using System.Xml.Linq;
using V2K.Engine.TestBoots.Judging;
using V2K.Rules;
using V2K.Rules.Model;
using V2K.Rules.Tests.Corpus;
using V2K.Rules.Translation;
using V2K.Rules.Vmx;

namespace V2K.Engine.Tests.Rendering;

/// <summary>libvirt's own judgement of every VM here, which goes beyond its schema: what QEMU has, addresses, firmware.</summary>
public sealed class LibvirtAcceptanceTests(LibvirtJudge libvirt) : IClassFixture<LibvirtJudge>
{
    public static TheoryData<string, TranslationMode> Realistic => RealisticVm.Cases;

    public static TheoryData<string> Corpus => LibvirtCorpus.Files;

    [SkippableTheory]
    [MemberData(nameof(Realistic))]
    public Task A_realistic_VM_is_accepted(string vm, TranslationMode mode) => Accepted(RealisticVm.Translate(vm, mode));

    [SkippableTheory]
    [MemberData(nameof(Corpus))]
    public async Task A_VM_of_the_corpus_is_accepted_in_both_modes(string file)
    {
        Skip.If(LibvirtCorpus.Folder is null, LibvirtCorpus.Absent);
        var path = Path.Combine(LibvirtCorpus.Folder, file);
        await Accepted(RealisticVm.Translate(path, new TranslationOptions { Mode = TranslationMode.Performance }));
        await Accepted(RealisticVm.Translate(path, new TranslationOptions { Mode = TranslationMode.Fidelity }));
    }

    [SkippableFact]
    public async Task Cards_that_keep_their_names_are_accepted()
    {
        var vm = Translator.Translate(
            VmxDocument.Parse(
                "displayName = names\nmemsize = 64\nethernet0.present = TRUE\nethernet0.pciSlotNumber = 192\nethernet2.present = TRUE\nethernet2.pciSlotNumber = 224"u8.ToArray(),
                "names.vmx"),
            new TranslationOptions { KeepNicNames = true });
        Assert.Equal(2, vm.Domain.QemuProperties.Count);

        await Accepted(vm);
    }

    [SkippableTheory]
    [InlineData("rhel7-64", "bios", TranslationMode.Performance, false)]
    [InlineData("rhel7-64", "efi", TranslationMode.Performance, true)]
    [InlineData("sles11-64", "bios", TranslationMode.Fidelity, false)]
    [InlineData("rhel5-64", "efi", TranslationMode.Fidelity, false)]
    public async Task A_guest_from_before_virtio_1_0_is_accepted_and_none_of_its_devices_is_modern_only(
        string guestOS, string firmware, TranslationMode mode, bool keepNicNames)
    {
        SkipWithoutLibvirt();
        var vmx = $"displayName = old\nmemsize = 64\nguestOS = {guestOS}\nfirmware = {firmware}\nethernet0.present = TRUE\nethernet0.virtualDev = vmxnet3\nethernet0.pciSlotNumber = 192\n"
            + "scsi0.present = TRUE\nscsi0.virtualDev = pvscsi\n" + string.Concat(Enumerable.Range(0, 11).Where(unit => unit != 7).Select(unit => $"scsi0:{unit}.present = TRUE\nscsi0:{unit}.fileName = {unit}.vmdk\n"));
        var vm = Translator.Translate(VmxDocument.Parse(Encoding.UTF8.GetBytes(vmx), "old.vmx"), new TranslationOptions { Mode = mode, KeepNicNames = keepNicNames });
        var uuid = Guid.NewGuid();

        var defined = XElement.Parse(await libvirt.AcceptAsync(RealisticVm.Xml(vm.Domain with { Type = "qemu", Uuid = uuid }), uuid));

        Assert.False(VirtioCause.HasModernOnly(defined));
        Assert.Equal("virtio-transitional", defined.Element("devices")!.Element("memballoon")!.Attribute("model")!.Value);
    }

    [SkippableFact]
    public async Task Sixty_two_disks_on_four_controllers_are_accepted_where_they_are_put()
    {
        SkipWithoutLibvirt();
        var vmx = "displayName = \"many\"\nmemsize = \"64\"\nsched.mem.pin = \"TRUE\"\nautostart = \"poweron\"\n" + string.Concat(
            Enumerable.Range(0, 4).Select(controller => $"scsi{controller}.present = \"TRUE\"\n" + string.Concat(
                Enumerable.Range(0, 17).Where(unit => unit != 7 && (unit < 16 || controller < 2)).Select(unit =>
                    $"scsi{controller}:{unit}.present = \"TRUE\"\nscsi{controller}:{unit}.fileName = \"{controller}-{unit}.vmdk\"\n"))));
        var uuid = Guid.NewGuid();
        var domain = Translator.Translate(VmxDocument.Parse(Encoding.UTF8.GetBytes(vmx), "many.vmx"), new TranslationOptions()).Domain;

        var defined = XElement.Parse(await libvirt.AcceptAsync(RealisticVm.Xml(domain with { Type = "qemu", Uuid = uuid }), uuid));

        Assert.Equal(4, defined.Descendants("controller").Count(controller => controller.Attribute("type")!.Value == "scsi"));
        Assert.Equal(62, defined.Descendants("disk").Select(disk => disk.Element("address")!.ToString()).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal("yes", defined.Descendants(XName.Get("source", "urn:v2k:source")).Single().Attribute("autostart")!.Value);
    }

    [SkippableFact]
    public async Task A_domain_that_libvirt_cannot_run_is_refused()
    {
        SkipWithoutLibvirt();
        var uuid = Guid.NewGuid();
        var unknown = new Domain { Type = "qemu", Name = "unknown-machine", Uuid = uuid, Os = new DomainOs { Machine = "no-such-machine" } };

        await Assert.ThrowsAsync<V2KException>(() => libvirt.AcceptAsync(RealisticVm.Xml(unknown), uuid));
    }

    [SkippableTheory]
    [InlineData("scsi", "lsilogic", 6)]
    [InlineData("sata", "ahci", 6)]
    [InlineData("ide", "piix", 2)]
    public async Task Disks_without_an_address_are_where_they_were(string bus, string model, int count)
    {
        SkipWithoutLibvirt();
        var vmx = $"displayName = \"places\"\nmemsize = \"64\"\n{bus}0.present = \"TRUE\"\n{bus}0.virtualDev = \"{model}\"\n" + string.Concat(
            Enumerable.Range(0, count).Select(unit => $"{bus}0:{unit}.present = \"TRUE\"\n{bus}0:{unit}.fileName = \"{unit}.vmdk\"\n"));
        var domain = Translator.Translate(
            VmxDocument.Parse(Encoding.UTF8.GetBytes(vmx), "places.vmx"), new TranslationOptions { Mode = TranslationMode.Fidelity }).Domain;
        Assert.All(domain.Disks, disk => Assert.Null(disk.Address));

        var uuid = Guid.NewGuid();
        var defined = XElement.Parse(await libvirt.AcceptAsync(RealisticVm.Xml(domain with { Type = "qemu", Uuid = uuid }), uuid));

        Assert.Equal(
            Enumerable.Range(0, count).Select(unit => $"0 0 0 {unit}"),
            defined.Descendants("disk").Select(disk => disk.Element("address")!).Select(place => string.Join(
                ' ', new[] { "controller", "bus", "target", "unit" }.Select(name => place.Attribute(name)!.Value))));
    }

    private async Task Accepted(TranslatedVm vm)
    {
        SkipWithoutLibvirt();
        var uuid = Guid.NewGuid();
        await libvirt.AcceptAsync(RealisticVm.Xml(vm.Domain with { Type = "qemu", Uuid = uuid }), uuid);
    }

    private static void SkipWithoutLibvirt() =>
        Skip.If(LibvirtJudge.Missing is not null, $"{LibvirtJudge.Missing} is not installed: --target=Setup installs it");
}
