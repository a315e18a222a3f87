using V2K.Engine.Disks.Engines.VirtV2v;
using V2K.Engine.Guests;

namespace V2K.Engine.Tests.Disks.Engines;

public sealed class VirtV2vMessagesTests
{
    [Fact]
    public void A_warning_of_several_lines_is_one_warning()
    {
        var log = Log("""
            virt-v2v-in-place: warning: there are no virtio drivers available for this version of Windows (6.1 x86_64 Client win7).  virt-v2v looks for drivers in /srv/virtio-win

            The guest will be configured to use slower emulated devices.
            virt-v2v-in-place: warning: QEMU Guest Agent MSI not found on tools ISO/directory. You may want to install the guest agent manually after conversion.

            """);

        Assert.Equal(
            [
                "virt-v2v: there are no virtio drivers available for this version of Windows (6.1 x86_64 Client win7).  virt-v2v looks for drivers in /srv/virtio-win The guest will be configured to use slower emulated devices.",
                "virt-v2v: QEMU Guest Agent MSI not found on tools ISO/directory. You may want to install the guest agent manually after conversion.",
            ],
            log.Warnings);
    }

    [Fact]
    public void Output_of_other_programs_is_kept_and_is_no_part_of_a_warning()
    {
        var log = Log("virt-v2v: warning: first\nlibguestfs: trace: second\nvirt-v2v: error: third\n");

        Assert.Equal(["virt-v2v: first"], log.Warnings);
        Assert.Contains("libguestfs: trace: second", log.Text, StringComparison.Ordinal);
        Assert.Contains("virt-v2v: error: third", log.Text, StringComparison.Ordinal);
        Assert.Contains("[   0.2] Setting up the source", log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Warnings_come_on_standard_output_among_the_progress()
    {
        var log = new StepLog();
        VirtV2vMessages.Write("[ 118.2] Converting\nvirt-v2v-in-place: warning: first\nof two lines\n[ 122.5] Mapping\n", "", log);

        Assert.Equal(["virt-v2v: first of two lines"], log.Warnings);
        Assert.Contains("[ 122.5] Mapping", log.Text, StringComparison.Ordinal);
    }

    private static StepLog Log(string errors)
    {
        var log = new StepLog();
        VirtV2vMessages.Write("[   0.2] Setting up the source: -i libvirtxml vm.xml\n", errors, log);
        return log;
    }
}
