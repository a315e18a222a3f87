using V2K.Engine.Guests.Windows;
using V2K.Rules;
using V2K.Rules.Model;

namespace V2K.Engine.Tests.Guests.Windows;

/// <summary>What a Windows guest boots on, by its registry and its files.</summary>
public sealed class WindowsLookTests
{
    private const VirtioDevices Nothing = VirtioDevices.None;

    [Fact]
    public void Drivers_that_virt_v2v_put_in_are_found()
    {
        var found = WindowsLook.Find(
            new WindowsDisk().WithService("viostor", 0).WithDriver("viostor").WithDriver("vioscsi").WithDriver("netkvm").WithDriver("balloon").WithDriver("viorng"));

        Assert.Equal(GuestFamily.Windows, found.Family);
        Assert.Equal(
            new GuestDrivers(
                HardwareAge.Standard,
                VirtioVersion.Modern,
                VirtioDevices.Block | VirtioDevices.Network | VirtioDevices.Balloon | VirtioDevices.Random),
            found.Drivers);
        Assert.Equal("Windows Server 2012 R2 Standard has viostor, netkvm, balloon, viorng", found.Because);
    }

    [Fact]
    public void Windows_as_it_comes_has_none()
    {
        var found = WindowsLook.Find(new WindowsDisk());

        Assert.Equal(GuestDrivers.Standard, found.Drivers);
        Assert.Equal("Windows Server 2012 R2 Standard has no virtio driver, and boots from none", found.Because);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    public void A_disk_driver_that_does_not_start_at_boot_is_none_to_boot_from(uint start) =>
        Assert.Equal(Nothing, Devices(new WindowsDisk().WithService("viostor", start)));

    [Fact]
    public void A_service_without_its_file_is_no_driver() =>
        Assert.Equal(Nothing, Devices(new WindowsDisk().WithService("viostor", 0).Without("/Windows/System32/drivers/viostor.sys")));

    [Fact]
    public void The_control_set_that_Windows_starts_from_counts()
    {
        var disk = new WindowsDisk().WithService("viostor", 0, controlSet: 1).WithService("viostor", 4, controlSet: 2);

        Assert.Equal(VirtioDevices.Block, Devices(disk));
        Assert.Equal(Nothing, Devices(disk.Set("SYSTEM", "Select", "Current", 2u)));
    }

    [Fact]
    public void A_driver_whose_start_is_overridden_does_not_start_at_boot() =>
        Assert.Equal(Nothing, Devices(new WindowsDisk().WithService("viostor", 0).Set("SYSTEM", @"ControlSet001\Services\viostor\StartOverride", "0", 3u)));

    [Fact]
    public void Windows_that_has_vioscsi_alone_boots_from_virtio_scsi() =>
        Assert.Equal(VirtioDevices.Scsi, Devices(new WindowsDisk().WithService("vioscsi", 0)));

    [Fact]
    public void A_network_driver_may_be_installed_already() =>
        Assert.Equal(VirtioDevices.Network, Devices(new WindowsDisk().WithService("netkvm", 3)));

    [Fact]
    public void A_network_driver_may_wait_in_the_driver_store() => Assert.Equal(
        VirtioDevices.Network,
        Devices(new WindowsDisk().With("/Windows/System32/DriverStore/FileRepository/netkvm.inf_amd64_3c4f5e0b/netkvm.sys")));

    [Fact]
    public void A_driver_without_its_file_or_where_nobody_looks_is_none()
    {
        Assert.Equal(Nothing, Devices(new WindowsDisk().WithDriver("netkvm").Without("/Windows/Drivers/VirtIO/netkvm.sys")));
        Assert.Equal(Nothing, Devices(new WindowsDisk().With("/Windows/Drivers/VirtIO/netkvm.inf", "/Windows/Drivers/VirtIO/netkvm.sys")));
    }

    [Theory]
    [InlineData("5.0", "/WINNT")]
    [InlineData("5.1", "/WINDOWS")]
    [InlineData("5.2", "/Windows")]
    public void Windows_before_Vista_boots_on_old_hardware_and_virtio_before_1_0(string version, string root)
    {
        Assert.Equal(GuestDrivers.Old, WindowsLook.Find(new WindowsDisk(root, version)).Drivers);
        Assert.Equal(
            new GuestDrivers(HardwareAge.Old, VirtioVersion.Legacy, VirtioDevices.Block),
            WindowsLook.Find(new WindowsDisk(root, version).WithService("viostor", 0)).Drivers);
    }

    [Fact]
    public void Windows_10_is_recognized_by_its_major_version() => Assert.Equal(
        HardwareAge.Standard,
        WindowsLook.Find(new WindowsDisk(version: "5.9").Set("SOFTWARE", @"Microsoft\Windows NT\CurrentVersion", "CurrentMajorVersionNumber", 10u)).Drivers.Hardware);

    [Theory]
    [InlineData(3, 0, HardwareAge.Old)]
    [InlineData(0, 0, HardwareAge.Standard)]
    [InlineData(3, 3, HardwareAge.Standard)]
    public void Windows_7_that_starts_no_AHCI_driver_gets_IDE(uint ahci, uint ide, HardwareAge expected) => Assert.Equal(
        expected, WindowsLook.Find(new WindowsDisk(version: "6.1").WithService("msahci", ahci).WithService("pciide", ide)).Drivers.Hardware);

    [Fact]
    public void A_registry_file_that_is_missing_is_named()
    {
        var failure = Assert.Throws<V2KException>(() => WindowsLook.Find(new WindowsDisk().Without("/Windows/System32/config/SYSTEM")));

        Assert.Contains("no registry file SYSTEM", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(@"system32\drivers\viostor.sys", "/Windows/system32/drivers/viostor.sys")]
    [InlineData(@"\SystemRoot\System32\drivers\viostor.sys", "/Windows/System32/drivers/viostor.sys")]
    [InlineData(@"%SystemRoot%\System32\drivers\viostor.sys", "/Windows/System32/drivers/viostor.sys")]
    [InlineData(@"\??\C:\Windows\System32\drivers\viostor.sys", "/Windows/System32/drivers/viostor.sys")]
    [InlineData(@"..\..\secret", "/Windows/secret")]
    public void A_path_of_the_registry_is_one_on_the_disk(string path, string expected)
    {
        var disk = new WindowsDisk();
        Assert.Equal(expected, disk.ReadHive("/Windows/System32/config/SYSTEM", hive => new WindowsDrivers(disk, "/Windows", hive).OnDisk(path)));
    }

    private static VirtioDevices Devices(WindowsDisk disk) => WindowsLook.Find(disk).Drivers.Devices;
}
