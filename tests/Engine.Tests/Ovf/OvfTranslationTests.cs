using V2K.Engine.Ovf;
using V2K.Rules;
using V2K.Rules.Findings;
using V2K.Rules.Translation;
using static V2K.Engine.Tests.Ovf.OvfText;

namespace V2K.Engine.Tests.Ovf;

public sealed class OvfTranslationTests
{
    private const string Options =
        """
        <DeploymentOptionSection><Configuration ovf:id="small"><Label>Small</Label></Configuration><Configuration ovf:id="large" ovf:default="true"><Label>Large</Label></Configuration></DeploymentOptionSection>
        """;

    [Fact]
    public void Every_part_of_an_export_becomes_a_setting_of_a_vmx()
    {
        var export = Read(ExportMaker.Ovf("web01", "web01-disk1.vmdk"));

        Assert.Equal(
            """
            annotation = the first web server
            cpuid.coresPerSocket = 2
            disk.EnableUUID = TRUE
            displayName = web01
            ethernet0.networkName = DMZ
            ethernet0.pciSlotNumber = 192
            ethernet0.present = TRUE
            ethernet0.virtualDev = vmxnet3
            ethernet0.wakeOnPcktRcv = TRUE
            firmware = efi
            guestOS = debian11-64
            ide1.present = TRUE
            ide1:0.deviceType = cdrom-raw
            ide1:0.present = TRUE
            ide1:0.startConnected = FALSE
            memsize = 2048
            numvcpus = 4
            scsi0.pciSlotNumber = 160
            scsi0.present = TRUE
            scsi0.virtualDev = pvscsi
            scsi0:0.fileName = web01-disk1.vmdk
            scsi0:0.present = TRUE
            uefi.secureBoot.enabled = TRUE
            virtualHW.version = 15
            """,
            string.Join('\n', export.Settings().Order(StringComparer.Ordinal)));

        Assert.Equal(12, export.Document.Entries[0].Line);
    }

    [Fact]
    public void Explain_shows_the_descriptions_own_words_and_accounts_for_all_of_them()
    {
        var lines = Translate(ExportMaker.Ovf("web01", "web01-disk1.vmdk")).Provenance.Explain();

        Assert.Contains(lines, line => line is { Key: "Item 1 rasd:VirtualQuantity", Value: "4", Disposition: Disposition.Translated });
        Assert.Contains(lines, line => line is { Key: "vmw:Config firmware", Value: "efi", Disposition: Disposition.Translated });
        Assert.Contains(lines, line => line is { Key: "Item 8", Disposition: Disposition.Concern, Because: "the guest does not get it" });
        Assert.Contains(lines, line => line is { Key: "File file1 ovf:size", Disposition: Disposition.Ignored, Because: "the file itself has this information" });
        Assert.Contains(lines, line => line is { Key: "Info", Disposition: Disposition.Ignored, Because: "it is text for people" });
        Assert.DoesNotContain(lines, line => line.Disposition is Disposition.Unknown);
    }

    [Fact]
    public void An_unknown_element_is_reported_by_its_name_and_line()
    {
        var vm = Translate(Vm(Cpu, "<acme:QuantumSection><acme:Spin>up</acme:Spin></acme:QuantumSection>\n<acme:NoteSection ovf:required=\"false\"/>"));

        Assert.Contains(vm.Findings(), finding => finding.StartsWith("Warning unknown-key: an unknown part of the description: acme:QuantumSection (line ", StringComparison.Ordinal));
        Assert.Contains(vm.Provenance.Explain(), line => line is { Key: "acme:NoteSection", Because: "the exporter says that it is not needed (ovf:required)" });
    }

    /// <summary>Workstation's and VirtualBox's exports have no port groups, and so no other name.</summary>
    [Theory]
    [InlineData("bridged", false, "bridged")]
    [InlineData("NAT", true, "nat")]
    [InlineData("hostonly", false, "hostonly")]
    [InlineData("HostOnly", true, "hostonly")]
    [InlineData("Internal", true, "pvn")]
    [InlineData("Internal", false, null)]
    [InlineData("DMZ", true, null)]
    public void A_network_that_an_export_calls_by_its_kind_is_of_that_kind(string connection, bool isVirtualBox, string? type)
    {
        var ovf = ExportMaker.Ovf("web01", "web01-disk1.vmdk").Replace(">DMZ<", $">{connection}<", StringComparison.Ordinal);
        if (isVirtualBox)
        {
            ovf = ovf.Replace("<Envelope ", "<Envelope xmlns:vbox=\"http://www.virtualbox.org/ovf/machine\" ", StringComparison.Ordinal);
        }

        var settings = Read(ovf).Settings();

        Assert.Contains($"ethernet0.networkName = {connection}", settings);
        Assert.Equal(type is null ? null : $"ethernet0.connectionType = {type}", settings.SingleOrDefault(setting => setting.StartsWith("ethernet0.connectionType", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(null, "numvcpus = 8", "large is used, which is the default")]
    [InlineData("small", "numvcpus = 2", "small is used, which is what you chose")]
    public void One_of_several_deployment_options_is_chosen_and_reported(string? chosen, string cpus, string told)
    {
        var text = Vm(
            """
            <Item ovf:configuration="small"><rasd:InstanceID>1</rasd:InstanceID><rasd:ResourceType>3</rasd:ResourceType><rasd:VirtualQuantity>2</rasd:VirtualQuantity></Item>
            <Item ovf:configuration="large"><rasd:InstanceID>1</rasd:InstanceID><rasd:ResourceType>3</rasd:ResourceType><rasd:VirtualQuantity>8</rasd:VirtualQuantity></Item>
            <Item ovf:configuration="small large"><rasd:InstanceID>9</rasd:InstanceID><rasd:ResourceType>10</rasd:ResourceType></Item>
            <Item ovf:configuration="medium"><rasd:InstanceID>10</rasd:InstanceID><rasd:ResourceType>10</rasd:ResourceType></Item>
            """, root: Files + Options);

        var export = Read(text, chosen);

        Assert.Contains(cpus, export.Settings());
        Assert.Single(export.Settings(), setting => setting.StartsWith("numvcpus", StringComparison.Ordinal));
        Assert.Single(export.Settings(), setting => setting.EndsWith(".present = TRUE", StringComparison.Ordinal));
        Assert.Contains(export.Document.Findings, finding => finding.Id == FindingId.Deployment && finding.Changes == told);
    }

    [Fact]
    public void A_deployment_option_that_is_not_there_is_refused_with_those_that_are() =>
        Assert.Contains(
            "there is no deployment option 'huge'. Choose one of small, large",
            Assert.Throws<V2KException>(() => Read(Vm(Cpu, root: Files + Options), "huge")).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Of_a_range_the_normal_value_counts()
    {
        static string Cpus(string bound, int count) =>
            $"<Item{bound}><rasd:InstanceID>1</rasd:InstanceID><rasd:ResourceType>3</rasd:ResourceType><rasd:VirtualQuantity>{count}</rasd:VirtualQuantity></Item>";

        Assert.Contains("numvcpus = 4", Read(Vm(Cpus(" ovf:bound=\"min\"", 1) + Cpus(" ovf:bound=\"max\"", 16) + Cpus("", 4))).Settings());
        Assert.Contains("numvcpus = 6", Read(Vm(Cpus(" ovf:bound=\"min\"", 1) + Cpus(" ovf:bound=\"normal\"", 6) + Cpus(" ovf:bound=\"max\"", 16))).Settings());
    }

    [Fact]
    public void Controllers_are_numbered_by_their_addresses_whatever_their_order()
    {
        var controllers = string.Concat(Enumerable.Range(0, 4).Select(at =>
            $"<Item><rasd:Address>{3 - at}</rasd:Address><rasd:InstanceID>{30 + at}</rasd:InstanceID><rasd:ResourceSubType>lsilogic</rasd:ResourceSubType><rasd:ResourceType>6</rasd:ResourceType></Item>"));

        var export = Read(Vm(controllers + Disk(8, "d2", parent: "30") + Disk(9, "d1", parent: "33")));

        Assert.Contains("scsi0:0.fileName = disk1.vmdk", export.Settings());
        Assert.Contains("scsi3:0.fileName = disk2.vmdk", export.Settings());
        Assert.Equal("disk1.vmdk", Translator.Translate(export.Document, new TranslationOptions()).Domain.Disks[0].VmxFileName);
    }

    [Fact]
    public void Addresses_that_are_not_distinct_leave_controllers_in_their_order()
    {
        var same = string.Concat(Enumerable.Range(0, 2).Select(at =>
            $"<Item><rasd:Address>0</rasd:Address><rasd:InstanceID>{30 + at}</rasd:InstanceID><rasd:ResourceSubType>AHCI</rasd:ResourceSubType><rasd:ResourceType>20</rasd:ResourceType></Item>"));

        Assert.Contains("sata1:0.fileName = disk1.vmdk", Read(Vm(same + Disk(8, "d1", parent: "31"))).Settings());
    }

    [Fact]
    public void Two_drives_on_one_unit_are_both_there()
    {
        const string Ide = "<Item><rasd:Address>0</rasd:Address><rasd:InstanceID>3</rasd:InstanceID><rasd:ResourceType>5</rasd:ResourceType></Item>";
        const string Cd = "<Item><rasd:AddressOnParent>0</rasd:AddressOnParent><rasd:Caption>cdrom1</rasd:Caption><rasd:InstanceID>7</rasd:InstanceID><rasd:Parent>3</rasd:Parent><rasd:ResourceType>15</rasd:ResourceType></Item>";

        var vm = Translate(Vm(Ide + Disk(6, "d1") + Cd));

        Assert.Equal(["ide0:0", "ide0:1"], vm.Domain.Disks.Select(disk => disk.VmxDevice).Order(StringComparer.Ordinal));
        Assert.Equal("disk1.vmdk", vm.Domain.Disks[0].VmxFileName);
        Assert.Contains("Warning drive-place: cdrom1 should be unit 0 of ide0, which is in use, or does not exist; it becomes ide0:1", vm.Findings());
    }

    [Theory]
    [InlineData(6, "VirtualSCSI", "0", "scsi0:0 scsi0:1")]
    [InlineData(6, "lsilogic", "7", "scsi0:0 scsi0:1")]
    [InlineData(6, "lsilogicsas", "15", "scsi0:0 scsi0:15")]
    [InlineData(6, "VirtualSCSI", "64", "scsi0:0 scsi0:1")]
    [InlineData(20, "AHCI", "3", "sata0:0 sata0:3")]
    [InlineData(20, "vmware.sata.ahci", "30", "sata0:0 sata0:1")]
    [InlineData(20, "vmware.nvme.controller", "5", "nvme0:0 nvme0:5")]
    [InlineData(5, "PIIX4", "9", "ide0:0 ide0:1")]
    public void Of_two_drives_on_one_unit_the_later_gets_a_free_one(int type, string model, string unit, string places)
    {
        var vm = Translate(Vm(Cpu + Item(3, type, model) + Disk(4, "d1", unit: unit) + Disk(5, "d2", unit: unit)));

        Assert.Equal(places, string.Join(' ', vm.Domain.Disks.Select(disk => disk.VmxDevice).Order(StringComparer.Ordinal)));
        Assert.Contains(vm.Findings, finding => finding is { Id: FindingId.DrivePlace, Severity: Severity.Warning });
    }

    [Theory]
    [InlineData("3 1", "scsi3 scsi1")]
    [InlineData("1 3 0", "scsi1 scsi3 scsi0")]
    [InlineData("1000 1001", "scsi0 scsi1")]
    [InlineData("1001 1000", "scsi1 scsi0")]
    [InlineData("2 x", "scsi0 scsi1")]
    [InlineData("-1 0", "scsi0 scsi1")]
    [InlineData("3 2 1 0", "scsi3 scsi2 scsi1 scsi0")]
    public void Controllers_get_the_numbers_that_their_addresses_give(string addresses, string expected)
    {
        var items = string.Concat(addresses.Split(' ').Select((address, at) =>
            $"<Item><rasd:Address>{address}</rasd:Address><rasd:InstanceID>{30 + at}</rasd:InstanceID><rasd:ResourceSubType>lsilogic</rasd:ResourceSubType><rasd:ResourceType>6</rasd:ResourceType></Item>"));
        var drives = string.Concat(addresses.Split(' ').Select((_, at) => Disk(40 + at, "d1", parent: $"{30 + at}", unit: $"{at}")));

        var settings = Read(Vm(items + drives)).Settings();

        foreach (var (controller, at) in expected.Split(' ').Select((controller, at) => (controller, at)))
        {
            Assert.Contains($"{controller}:{at}.fileName = disk1.vmdk", settings);
        }
    }

    [Fact]
    public void No_drive_is_dropped_however_many_want_one_place()
    {
        const string Ide = "<Item><rasd:Address>0</rasd:Address><rasd:InstanceID>3</rasd:InstanceID><rasd:ResourceType>5</rasd:ResourceType></Item>";
        var cds = string.Concat(Enumerable.Range(0, 9).Select(id =>
            $"<Item><rasd:AddressOnParent>0</rasd:AddressOnParent><rasd:InstanceID>{20 + id}</rasd:InstanceID><rasd:Parent>3</rasd:Parent><rasd:ResourceType>15</rasd:ResourceType></Item>"));

        Assert.Equal(10, Translate(Vm(Ide + cds + Disk(6, "d1"))).Domain.Disks.Count);
    }

    [Fact]
    public void VirtualBox_counts_the_drives_of_both_channels_on_one_IDE_controller()
    {
        const string Ide = "<Item><rasd:Address>0</rasd:Address><rasd:InstanceID>3</rasd:InstanceID><rasd:ResourceType>5</rasd:ResourceType></Item>";

        var settings = Read(Vm(Ide + Disk(6, "d1", unit: "0") + Disk(7, "d2", unit: "2"))).Settings();

        Assert.Contains("ide0:0.fileName = disk1.vmdk", settings);
        Assert.Contains("ide1:0.fileName = disk2.vmdk", settings);
    }

    [Fact]
    public void Disks_and_cards_of_version_2_are_read_like_items()
    {
        var settings = Read(Vm(
            """
            <StorageItem><sasd:Address>0</sasd:Address><sasd:InstanceID>3</sasd:InstanceID><sasd:ResourceSubType>lsilogic</sasd:ResourceSubType><sasd:ResourceType>6</sasd:ResourceType></StorageItem>
            <StorageItem><sasd:AddressOnParent>0</sasd:AddressOnParent><sasd:HostResource>ovf:/disk/d1</sasd:HostResource><sasd:InstanceID>4</sasd:InstanceID><sasd:Parent>3</sasd:Parent><sasd:ResourceType>31</sasd:ResourceType></StorageItem>
            <StorageItem><sasd:AddressOnParent>1</sasd:AddressOnParent><sasd:HostResource>ovf:/disk/d2</sasd:HostResource><sasd:InstanceID>5</sasd:InstanceID><sasd:Parent>3</sasd:Parent><sasd:ResourceType>17</sasd:ResourceType></StorageItem>
            <EthernetPortItem><epasd:Address>005056aabbcc</epasd:Address><epasd:Connection>DMZ</epasd:Connection><epasd:InstanceID>6</epasd:InstanceID><epasd:ResourceSubType>E1000</epasd:ResourceSubType><epasd:ResourceType>10</epasd:ResourceType></EthernetPortItem>
            """)).Settings();

        Assert.Contains("scsi0:0.fileName = disk1.vmdk", settings);
        Assert.Contains("scsi0:1.fileName = disk2.vmdk", settings);
        Assert.Contains("ethernet0.networkName = DMZ", settings);
        Assert.Contains("ethernet0.address = 00:50:56:aa:bb:cc", settings);
    }

    [Fact]
    public void InstanceId_is_read_like_InstanceID() =>
        Assert.Contains(
            "scsi0:0.fileName = disk1.vmdk",
            Read(Vm((Scsi + Disk(4, "d1")).Replace("InstanceID", "InstanceId", StringComparison.Ordinal))).Settings());

    [Fact]
    public void The_boot_order_is_kept()
    {
        var items = Scsi + Disk(4, "d1", unit: "0") + Disk(5, "d2", unit: "1") + Item(6, 10) + Item(7, 10);
        const string Order =
            """
            <vmw:BootOrderSection vmw:instanceId="7" vmw:type="net"><Info>x</Info></vmw:BootOrderSection><vmw:BootOrderSection vmw:instanceId="5" vmw:type="disk"><Info>x</Info></vmw:BootOrderSection>
            """;

        var vm = Translate(Vm(items, Order));

        Assert.Contains("bios.bootOrder = ethernet1,hdd", Read(Vm(items, Order)).Settings());
        Assert.Equal(["disk2.vmdk", "disk1.vmdk"], vm.Domain.Disks.Select(disk => disk.VmxFileName));
        Assert.Equal([null, 1], vm.Domain.Interfaces.Select(card => card.BootOrder));
    }

    [Theory]
    [InlineData(34, "", FindingId.Tpm, Severity.Warning)]
    [InlineData(1, "vmware.vtpm", FindingId.Tpm, Severity.Warning)]
    [InlineData(1, "vmware.pcipassthrough", FindingId.Passthrough, Severity.Blocker)]
    [InlineData(1, "vmware.vgpu", FindingId.Passthrough, Severity.Blocker)]
    [InlineData(1, "vmware.nvdimm", "nvdimm#:#.present", Severity.Warning)]
    public void Devices_that_a_vmx_has_too_mean_what_they_mean_there(int type, string subType, string id, Severity severity) =>
        Assert.Contains(Translate(Vm(Cpu + Item(9, type, subType))).Findings, finding => finding.Id == id && finding.Severity == severity);

    [Fact]
    public void The_uuid_is_kept_and_ordinary_settings_of_VMware_are_known()
    {
        string[] keys =
        [
            "cpuHotAddEnabled", "cpuHotRemoveEnabled", "memoryHotAddEnabled", "firmware", "tools.syncTimeWithHost", "tools.toolsUpgradePolicy", "tools.afterPowerOn",
            "powerOpInfo.powerOffType", "powerOpInfo.standbyAction", "nestedHVEnabled", "virtualICH7MPresent", "virtualSMCPresent", "flags.vvtdEnabled", "flags.vbsEnabled",
            "flags.monitorType", "flags.diskUuidEnabled", "bootOptions.efiSecureBootEnabled", "bootOptions.bootDelay", "bootOptions.bootRetryEnabled", "bootOptions.networkBootProtocol",
            "simultaneousThreads", "virtualNuma.coresPerNumaNode", "virtualNuma.exposeVnumaOnCpuHotadd", "sevEnabled", "sgxInfo.epcSize", "sgxInfo.flcMode", "sgxInfo.lePubKeyHash",
            "cpuAllocation.shares.shares", "cpuAllocation.shares.level", "vPMCEnabled", "motherboardLayout", "latencySensitivity.level", "memoryReservationLockedToMax", "fixedPassthruHotPlugEnabled",
        ];
        var vm = Translate(Vm(Cpu + Config("uuid", "564d1234-0000-4000-8000-00000000abcd") + string.Concat(keys.Select(key => Config(key, "0")))));

        Assert.Equal(Guid.Parse("564d1234-0000-4000-8000-00000000abcd"), vm.Domain.Uuid);
        Assert.DoesNotContain(vm.Findings, finding => finding.Id == FindingId.UnknownKey);
        Assert.DoesNotContain(vm.Provenance.Explain(), line => line.Disposition is Disposition.Unknown);
    }

    [Fact]
    public void Configs_of_devices_are_known()
    {
        string[] keys = ["backing.writeThrough", "connectable.allowGuestControl", "slotInfo.pciSlotNumber", "wakeOnLanEnabled", "uptCompatibilityEnabled", "useAutoDetect", "videoRamSizeInKB", "ehciEnabled", "autoConnectDevices", "allowUnrestrictedCommunication"];
        var configs = string.Concat(keys.Select(key => Config(key, "0")));
        int[] types = [10, 21, 22, 23, 24, 35];
        var items = string.Concat(types.Select((type, at) => Item(20 + at, type, more: configs)))
            + Item(30, 1, "vmware.vmci", configs) + Item(31, 1, "vmware.soundcard.hdaudio", configs) + Item(32, 14, "vmware.floppy.remotedevice", configs)
            + Item(33, 23, "vmware.usb.xhci", configs) + Item(34, 15, "vmware.cdrom.atapi", configs)
            + Scsi.Replace("</Item>", configs + "</Item>", StringComparison.Ordinal) + Disk(35, "d1").Replace("</Item>", configs + "</Item>", StringComparison.Ordinal);

        Assert.DoesNotContain(Translate(Vm(Cpu + items)).Findings, finding => finding.Id == FindingId.UnknownKey);
    }

    [Theory]
    [InlineData("virtio lsilogic", "scsi0.virtualDev = lsilogic")]
    [InlineData("VirtualSCSI lsilogic", "scsi0.virtualDev = pvscsi")]
    [InlineData("foo lsilogicsas", "scsi0.virtualDev = lsisas1068")]
    public void Of_a_list_of_models_the_first_that_VMware_has_counts(string models, string expected) =>
        Assert.Contains(expected, Read(Vm(Item(3, 6, models))).Settings());

    [Theory]
    [InlineData("PCNet32 E1000", "vlance")]
    [InlineData("virtio E1000", "e1000")]
    [InlineData("virtio", "vmxnet3")]
    [InlineData("E1000e,VmxNet3", "e1000e")]
    public void Of_a_list_of_cards_the_first_that_VMware_has_counts(string models, string expected) =>
        Assert.Contains($"ethernet0.virtualDev = {expected}", Read(Vm(Item(3, 10, models))).Settings());

    [Theory]
    [InlineData("<rasd:Parent>3</rasd:Parent>", "", "Info drive-place: Hard disk 4 names no controller (Parent); it is attached to the default one, scsi0")]
    [InlineData("<rasd:Parent>3</rasd:Parent>", "<rasd:Parent/>", "Info drive-place: Hard disk 4 names no controller (Parent); it is attached to the default one, scsi0")]
    [InlineData("<rasd:Parent>3</rasd:Parent>", "<rasd:Parent>77</rasd:Parent>", "Warning drive-place: Hard disk 4 belongs to the controller 77, which is not described; it is attached to scsi0 instead")]
    public void A_disk_without_a_controller_hangs_on_the_default_one(string parent, string instead, string expected)
    {
        var vm = Translate(Vm(Cpu + Disk(4, "d1").Replace(parent, instead, StringComparison.Ordinal)));

        Assert.Equal("scsi0:0", Assert.Single(vm.Domain.Disks).VmxDevice);
        Assert.Contains(expected, vm.Findings());
    }

    [Theory]
    [InlineData("36", "", "otherlinux")]
    [InlineData("80", "", "rhel7-64")]
    [InlineData("115", "", "windows8srv-64")]
    [InlineData("1", "vmw:osType=\"otherGuest64\"", "other-64")]
    [InlineData("1", "vmw:osType=\"windows2019srv_64Guest\"", "windows2019srv-64")]
    [InlineData("1", "vmw:osType=\"windows9Server64Guest\"", "windows9srv-64")]
    [InlineData("1", "vmw:osType=\"vmwarePhoton64Guest\"", "vmware-photon-64")]
    [InlineData("1", "vmw:osType=\"other3xLinux64Guest\"", "other3xlinux-64")]
    [InlineData("1", "vmw:osType=\"openServer5Guest\"", "openserver5")]
    [InlineData("1", "vmw:osType=\"rhel8_64Guest\"", "rhel8-64")]
    public void The_guests_system_is_spelled_as_a_vmx_spells_it(string id, string type, string expected) =>
        Assert.Contains($"guestOS = {expected}", Read(Vm(Cpu, $"<OperatingSystemSection ovf:id=\"{id}\" {type}><Info>x</Info></OperatingSystemSection>")).Settings());

    [Theory]
    [InlineData("Ubuntu_64", "ubuntu-64")]
    [InlineData("Ubuntu22_LTS_64", "ubuntu-64")]
    [InlineData("RedHat9_64", "rhel9-64")]
    [InlineData("Windows10_64", "windows9-64")]
    [InlineData("Windows2022_64", "windows2019srvnext-64")]
    [InlineData("Debian_arm64", "arm-debian10-64")]
    public void VirtualBoxs_names_of_systems_are_known(string name, string expected) => Assert.Contains(
        $"guestOS = {expected}",
        Read(Vm(Cpu, $"<OperatingSystemSection ovf:id=\"1\"><vbox:OSType ovf:required=\"false\">{name}</vbox:OSType></OperatingSystemSection>")).Settings());

    [Fact]
    public void Every_system_that_the_tables_name_is_one_that_the_rules_know()
    {
        var said = Enumerable.Range(0, 130).Select(id => OvfGuestSystem.VmxId(null, $"{id}")).OfType<string>()
            .Concat(new[] { "Windows2008", "Windows2025_64", "Oracle9_64", "OpenSUSE_Leap_64", "Solaris11_64", "FreeBSD_64", "MacOS1013_64", "OS2Warp45" }.Select(OvfGuestSystem.OfVirtualBox).OfType<string>());

        Assert.All(said, name => Assert.NotNull(V2K.Rules.General.GuestSystems.Find(name)));
    }

    [Fact]
    public void A_disk_without_a_file_is_empty_and_has_the_size_that_a_property_gives()
    {
        var export = Read(Vm(
            Scsi + Disk(4, "d9"),
            """<ProductSection ovf:class="vcsa"><Property ovf:key="size" ovf:type="string" ovf:value="${vcsa.base}"/><Property ovf:key="base" ovf:type="uint32" ovf:value="25"/></ProductSection>""",
            """<DiskSection><Disk ovf:diskId="d9" ovf:capacity="${vcsa.size}" ovf:capacityAllocationUnits="byte * 2^30"/></DiskSection>"""));

        Assert.Contains("scsi0:0.fileName = web01.ovf/d9#26843545600.vmdk", export.Settings());
    }

    [Fact]
    public void A_disk_that_no_drive_uses_is_reported() => Assert.Contains(
        Translate(Vm(Scsi + Disk(4, "d1"))).Findings(),
        finding => finding.StartsWith("Warning ovf-part: the disk d2 is described, and no drive of the VM uses it", StringComparison.Ordinal));

    [Fact]
    public void Properties_of_the_guest_are_a_warning_and_with_the_choice_an_image()
    {
        var text = Vm(
            Cpu,
            """<ProductSection><Property ovf:key="hostname" ovf:type="string" ovf:value="web01"><Label>Host</Label></Property><Property ovf:key="ip0" ovf:type="string"/></ProductSection>""",
            hardware: "ovf:transport=\"com.vmware.guestInfo iso\"");

        Assert.Contains(
            "Warning ovf-properties: the guest is configured by 2 properties of the description (hostname, ip0), which it reads from VMware's guestinfo or an ISO image; a program that configures the guest at boot does not find this data on KVM",
            Translate(text).Findings());

        var export = Read(text, hasEnvironment: true);
        Assert.DoesNotContain(export.Document.Findings, finding => finding.Id == FindingId.OvfProperties);
        Assert.Contains("sata0:0.deviceType = cdrom-raw", export.Settings());
        var image = System.Text.Encoding.UTF8.GetString(export.Environment.ToImage());
        Assert.Contains("<Property oe:key=\"hostname\" oe:value=\"web01\"/>", image, StringComparison.Ordinal);
        Assert.Equal("CD001", image.Substring(image.IndexOf("CD001", StringComparison.Ordinal), 5));
    }

    [Fact]
    public void VirtualBoxs_own_description_says_firmware_addresses_and_places()
    {
        var items = Cpu + Memory
            + "<Item><rasd:Address>0</rasd:Address><rasd:InstanceID>3</rasd:InstanceID><rasd:ResourceSubType>PIIX4</rasd:ResourceSubType><rasd:ResourceType>5</rasd:ResourceType></Item>"
            + Disk(4, "d1") + Item(6, 10, "E1000", "<rasd:Connection>NAT</rasd:Connection>");
        const string Machine =
            """
            <vbox:Machine ovf:required="false" version="1.19-linux" uuid="{11111111-2222-4333-8444-555555555555}" name="web01" OSType="Ubuntu_64">
              <ovf:Info>Complete VirtualBox machine configuration</ovf:Info>
              <Hardware><Firmware type="EFI"/><Chipset type="ICH9"/><Memory RAMSize="1024"/>
                <Network><Adapter slot="0" enabled="true" MACAddress="080027ABCDEF" type="82540EM"><NAT/></Adapter><Adapter slot="1" enabled="false" MACAddress="080027000000"/></Network>
              </Hardware>
              <StorageControllers><StorageController name="SATA" type="AHCI" PortCount="2"><AttachedDevice type="HardDisk" port="1" device="0"><Image uuid="{aaaaaaaa-0000-4000-8000-000000000001}"/></AttachedDevice></StorageController></StorageControllers>
            </vbox:Machine>
            """;
        var root = Files.Replace("ovf:diskId=\"d1\"", "ovf:diskId=\"d1\" vbox:uuid=\"aaaaaaaa-0000-4000-8000-000000000001\"", StringComparison.Ordinal);

        var export = Read(Vm(items, Machine, root));
        var vm = Translator.Translate(export.Document, new TranslationOptions());

        Assert.Contains("firmware = efi", export.Settings());
        Assert.Contains("ethernet0.address = 08:00:27:ab:cd:ef", export.Settings());
        Assert.Contains("ethernet0.connectionType = nat", export.Settings());
        Assert.Contains("sata0:1.fileName = disk1.vmdk", export.Settings());
        Assert.Equal("disk1.vmdk", Assert.Single(vm.Domain.Disks).VmxFileName);
        Assert.Single(vm.Domain.Interfaces);
        Assert.NotNull(vm.Domain.Os.Uefi);
        Assert.Equal(Guid.Parse("11111111-2222-4333-8444-555555555555"), vm.Domain.Uuid);
        Assert.DoesNotContain(vm.Findings, finding => finding.Id == FindingId.UnknownKey);
    }

    [Theory]
    [InlineData("<Envelope>", "is not XML")]
    [InlineData("", "is not XML")]
    [InlineData("<domain/>", "is not an OVF: its root is domain")]
    [InlineData("<Envelope/>", "describes no VM")]
    [InlineData("<Envelope><VirtualSystem/></Envelope>", "describes no hardware")]
    [InlineData("<Envelope xmlns=\"http://www.vmware.com/schema/ovf/1/envelope\" version=\"0.9\"><Content/></Envelope>", "is OVF 0.9, the draft before version 1.0. Convert it with VMware's ovftool")]
    [InlineData("<Envelope><Section/><Content/></Envelope>", "is OVF 0.9, the draft before version 1.0")]
    [InlineData("<ovf:Envelope xmlns:ovf=\"http://schemas.dmtf.org/ovf/envelope/1/\" ovf:version=\"4.4.0.0\"><Content/></ovf:Envelope>", "is in the format of oVirt and Red Hat Virtualization (version 4.4.0.0)")]
    [InlineData("<Envelope><VirtualSystem><VirtualHardwareSection><Item><ResourceType>many</ResourceType></Item></VirtualHardwareSection></VirtualSystem></Envelope>", "'many' is not a number")]
    [InlineData("<Envelope><VirtualSystem><VirtualHardwareSection><Item><ResourceType>4</ResourceType><AllocationUnits>byte * 2^99</AllocationUnits><VirtualQuantity>1</VirtualQuantity></Item></VirtualHardwareSection></VirtualSystem></Envelope>", "is not a known unit")]
    public void A_file_that_describes_no_VM_is_refused_with_the_reason(string text, string expected) =>
        Assert.Contains(expected, Assert.Throws<V2KException>(() => Read(text)).Message, StringComparison.Ordinal);
}
