using V2K.Rules.Findings;

namespace V2K.Rules.Tests.Devices;

/// <summary>Devices that the .vmx seems to have, and the guest does not get.</summary>
public sealed class AbsentDeviceTests
{
    [Theory]
    [InlineData("ethernet1.virtualDev = \"vmxnet3\"", "ethernet1", Severity.Warning)]
    [InlineData("ethernet0.networkName = \"VM Network\"", "ethernet0", Severity.Warning)]
    [InlineData("ethernet9.connectionType = \"vmnet8\"", "ethernet9", Severity.Warning)]
    [InlineData("ethernet3.opaqueNetwork.id = \"5f2f3b1e\"\nethernet3.addressType = \"vpx\"", "ethernet3", Severity.Warning)]
    [InlineData("ethernet2.dvs.portgroupId = \"dvportgroup-71\"", "ethernet2", Severity.Warning)]
    [InlineData("ethernet4.address = \"00:50:56:00:5b:03\"", "ethernet4", Severity.Warning)]
    [InlineData("serial0.fileType = \"network\"\nserial0.fileName = \"telnet://:7001\"", "serial0", Severity.Warning)]
    [InlineData("serial3.vspc = \"telnet://192.0.2.9:13370\"", "serial3", Severity.Warning)]
    [InlineData("parallel0.fileName = \"/dev/parport0\"", "parallel0", Severity.Warning)]
    [InlineData("floppy1.fileName = \"drivers.flp\"", "floppy1", Severity.Info)]
    [InlineData("sound.virtualDev = \"hdaudio\"", "sound", Severity.Info)]
    public void A_device_with_lines_that_none_makes_present_is_reported(string lines, string device, Severity severity)
    {
        var vm = Vm.Translate(lines);

        var finding = Assert.Single(vm.Findings, finding => finding.Id == FindingId.NotPresent);
        Assert.Equal(severity, finding.Severity);
        Assert.StartsWith(device + " ", finding.What, StringComparison.Ordinal);
        Assert.StartsWith(device + ".", finding.Key, StringComparison.Ordinal);
        Assert.Contains(device + ".present = \"TRUE\"", finding.Remedy, StringComparison.Ordinal);
        Assert.Empty(vm.Domain.Interfaces);
        Assert.Empty(vm.Domain.Serials);
        Assert.Empty(vm.Domain.Parallels);
        Assert.Null(vm.Domain.Sound);
    }

    [Theory]
    [InlineData("ethernet1.present = \"FALSE\"\nethernet1.virtualDev = \"vmxnet3\"\nethernet1.networkName = \"VM Network\"")]
    [InlineData("ethernet1.pciSlotNumber = \"-1\"")]
    [InlineData("ethernet1.networkName = \"\"")]
    [InlineData("serial0.present = \"FALSE\"\nserial0.fileType = \"network\"")]
    [InlineData("serial0.startConnected = \"FALSE\"")]
    [InlineData("sound.present = \"FALSE\"\nsound.virtualDev = \"hdaudio\"")]
    [InlineData("floppy0.startConnected = \"FALSE\"")]
    public void A_device_that_the_file_leaves_out_is_no_finding(string lines) =>
        Assert.DoesNotContain(Vm.Translate(lines).Findings, finding => finding.Id == FindingId.NotPresent);

    /// <summary>VMware writes <c>floppy0.present = "FALSE"</c> to be without.</summary>
    [Fact]
    public void The_first_floppy_drive_is_there_unless_a_line_says_otherwise()
    {
        Assert.Equal("fda", Assert.Single(Vm.Translate("floppy0.fileType = \"file\"\nfloppy0.fileName = \"drivers.flp\"").Domain.Disks).Target);
        Assert.Empty(Vm.Translate("floppy0.present = \"FALSE\"\nfloppy0.fileName = \"drivers.flp\"").Domain.Disks);
    }
}
