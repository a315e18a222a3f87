using System.Xml.Linq;
using V2K.Engine.TestBoots.Judging;
using V2K.Rules.Model;

namespace V2K.Engine.Tests.TestBoots;

/// <summary>A guest that finds no root device on modern virtio devices may be too old for them, and the verdict says so.</summary>
public sealed class VirtioCauseTests
{
    private const string NoRoot = "Gave up waiting for root file system device.\n";
    private const string Cause = "virtio devices of version 1.0 alone";

    private static readonly XElement Modern = Domain("", "0x03");

    [Theory]
    [InlineData("[    0.000000] Linux version 3.16.0-4-amd64 (debian-kernel@lists.debian.org)\n", "3.16.0-4-amd64")]
    [InlineData("Linux version 2.6.32-754.el6.x86_64 (mockbuild@x86-032)\n", "2.6.32-754.el6.x86_64")]
    [InlineData("", "RHEL 7.2")]
    public void The_verdict_names_the_cause(string said, string named)
    {
        var diagnosis = Explain(Modern, said + NoRoot, found: null);

        Assert.Contains(Cause, diagnosis.Meaning, StringComparison.Ordinal);
        Assert.Contains(named, diagnosis.Meaning, StringComparison.Ordinal);
        Assert.Contains("transitional", diagnosis.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_guest_whose_kernels_were_seen_to_know_virtio_1_0_has_another_cause() => Assert.DoesNotContain(
        Cause, Explain(Modern, NoRoot, new GuestFound(GuestFamily.Linux, GuestDrivers.Modern, "")).Meaning, StringComparison.Ordinal);

    [Theory]
    [InlineData(" model='virtio-transitional'", "0x03")]
    [InlineData("", "0x02")]
    public void Devices_on_conventional_PCI_are_no_cause(string model, string bus) =>
        Assert.DoesNotContain(Cause, Explain(Domain(model, bus), NoRoot, found: null).Meaning, StringComparison.Ordinal);

    [Fact]
    public void A_virtio_scsi_controller_counts_as_its_disks_do()
    {
        var domain = Domain("", "0x02");
        domain.Element("devices")!.Add(
            XElement.Parse("<disk device='disk'><target dev='sda' bus='scsi'/></disk>"),
            XElement.Parse("<controller type='scsi' index='0' model='virtio-scsi'><address type='pci' bus='0x03'/></controller>"));

        Assert.Contains(Cause, Explain(domain, NoRoot, found: null).Meaning, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_end_has_another_cause() => Assert.DoesNotContain(
        Cause, Explain(Modern, "grub rescue>\n", found: null).Meaning, StringComparison.Ordinal);

    private static Diagnosis Explain(XElement domain, string said, GuestFound? found) =>
        VirtioCause.Explain(KnownEnds.Find(said)!, domain, found, said);

    private static XElement Domain(string model, string bus) => XElement.Parse($"""
        <domain><devices>
          <controller type='pci' index='0' model='pcie-root'/>
          <controller type='pci' index='2' model='pcie-to-pci-bridge'/>
          <controller type='pci' index='3' model='pcie-root-port'/>
          <disk type='file' device='disk'{model}><target dev='vda' bus='virtio'/><address type='pci' domain='0x0000' bus='{bus}' slot='0x00' function='0x0'/></disk>
          <disk type='file' device='cdrom'><target dev='sda' bus='sata'/></disk>
        </devices></domain>
        """);
}
