using System.Security.Cryptography;
using V2K.Engine.Interop;
using V2K.Engine.Libvirt;
using V2K.Engine.TestBoots.Judging;
using V2K.Rules;

namespace V2K.Engine.Tests.Libvirt;

/// <summary>Disks that their owner alone may read, under a libvirt that runs QEMU as a user of its own.</summary>
public sealed class OwnedDisksTests
{
    private const UnixFileMode Own = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Passage = Own | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    [SkippableFact]
    public async Task A_disk_for_its_owner_alone_is_test_booted_and_started_and_keeps_owner_and_permissions_in_the_test()
    {
        using var libvirt = Connect();
        using var estate = new TinyEstate("qemu:///system");
        File.SetUnixFileMode(estate[""], Passage);
        var name = $"owned-{Environment.ProcessId}";
        estate.AddVm(name, "\r\nDebian GNU/Linux 12 web01 ttyS0\r\n\r\nweb01 login: \r\n");
        try
        {
            await estate.DefineAsync();
            var disk = estate[$"out/{name}/{name}.qcow2"];
            Assert.Equal(Own, File.GetUnixFileMode(disk));
            var (owner, content) = (Posix.Status(disk).Owner, SHA256.HashData(File.ReadAllBytes(disk)));

            await estate.TestAsync();

            Assert.True(TestBootVerdict.Read(estate[$"out/{name}/{name}.testboot.json"])!.Passed);
            Assert.Equal((Own, owner), (File.GetUnixFileMode(disk), Posix.Status(disk).Owner));
            Assert.Equal(content, SHA256.HashData(File.ReadAllBytes(disk)));
            using var domain = libvirt.FindDomain(name)!;
            var copy = domain.DefinedXml();
            copy.SetElementValue("name", name + "-started");
            copy.Element("uuid")!.Remove();
            using var started = libvirt.Start(copy.ToString(), name + "-started", "");
            started.Destroy();
        }
        finally
        {
            using var domain = libvirt.FindDomain(name);
            domain?.Undefine(withState: true);
        }
    }

    private static LibvirtConnection Connect()
    {
        Skip.IfNot(Environment.IsPrivilegedProcess, "only root may use the system's libvirt here");
        Skip.If(QemuUser.Find() is null or 0, "this host has no user for QEMU");
        var refusal = Refusal();
        Skip.If(refusal is not null, refusal);
        return LibvirtConnection.Open("qemu:///system");
    }

    private static string? Refusal()
    {
        try
        {
            LibvirtConnection.Open("qemu:///system").Dispose();
            return null;
        }
        catch (V2KException silent)
        {
            return silent.Message;
        }
    }
}
