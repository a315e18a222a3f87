using V2K.Engine.Guests.Text;

namespace V2K.Engine.Tests.Guests.Text;

public sealed class MdadmConfTests
{
    [Theory]
    [InlineData("DEVICE /dev/sda1 /dev/sdb1\n", "DEVICE partitions\n")]
    [InlineData("DEVICE /dev/sd*\n", "DEVICE partitions\n")]
    [InlineData("device /dev/sd[ab]1 containers\n", "device containers partitions\n")]
    [InlineData("DEV /dev/sda1\n  /dev/sdb1\n\tcontainers\nMAILADDR root\n", "DEV partitions\n\tcontainers\nMAILADDR root\n")]
    [InlineData("DEVICE partitions containers\n", "DEVICE partitions containers\n")]
    [InlineData("DEVICE /dev/disk/by-id/scsi-36000c29*\n", "DEVICE partitions\n")]
    [InlineData("DEVICE /dev/[sh]d* /dev/mapper/mpath*\n", "DEVICE partitions\n")]
    [InlineData("DEVICE /dev/s*\n", "DEVICE partitions\n")]
    [InlineData("DEVICE /dev/md* /dev/mapper/vg-lv\n", "DEVICE /dev/md* /dev/mapper/vg-lv\n")]
    [InlineData("# DEVICE /dev/sda1\n", "# DEVICE /dev/sda1\n")]
    [InlineData("ARRAY /dev/md0 UUID=1 devices=/dev/sda1,/dev/sdb1\n", "ARRAY /dev/md0 UUID=1\n")]
    [InlineData("ARRAY /dev/md0 UUID=1\n   devices=/dev/sda1,/dev/sdb1\n\nMAILADDR root\n", "ARRAY /dev/md0 UUID=1\n\nMAILADDR root\n")]
    public void Every_partition_is_read_and_arrays_are_identified_by_UUID(string text, string expected)
    {
        Assert.Equal(expected, MdadmConf.Change(text));
        Assert.Equal(expected, MdadmConf.Change(expected));
    }
}
