using System.Text;
using V2K.Engine.Disks;

namespace V2K.Engine.Tests.Disks;

public sealed class BootMarksTests
{
    private const string EfiSystem = "c12a7328-f81f-11d2-ba4b-00a0c93ec93b";
    private const string BiosBoot = "21686148-6449-6e6f-744e-656564454649";
    private const string LinuxData = "0fc63daf-8483-4772-8e79-3d69d8477de4";

    [Fact]
    public void An_active_partition_is_a_mark() => Assert.True(Has(Mbr((0x80, 0x83))));

    [Fact]
    public void An_EFI_system_partition_is_a_mark() => Assert.True(Has(Mbr((0, 0x83), (0, 0xEF))));

    [Fact]
    public void GRUB_in_the_boot_record_is_a_mark()
    {
        var disk = Mbr((0, 0x83));
        Encoding.ASCII.GetBytes("GRUB \0Geom\0Hard Disk").CopyTo(disk, 0x180);

        Assert.True(Has(disk));
    }

    [Theory]
    [InlineData(EfiSystem, true)]
    [InlineData(BiosBoot, true)]
    [InlineData(LinuxData, false)]
    public void Of_a_GPT_the_types_of_the_partitions_count(string type, bool marked) => Assert.Equal(marked, Has(Gpt(type)));

    [Fact]
    public void A_partition_for_data_is_none() => Assert.False(Has(Mbr((0, 0x8E))));

    [Fact]
    public void A_disk_without_partitions_is_none()
    {
        Assert.False(Has(new byte[4096]));
        Assert.False(Has([]));
    }

    [Theory]
    [InlineData(72, 0xFF)]
    [InlineData(80, 0xFF)]
    [InlineData(84, 0)]
    [InlineData(86, 0xFF)]
    public void A_GPT_that_makes_no_sense_is_none(int offset, byte value)
    {
        var disk = Gpt(LinuxData);
        disk.AsSpan(512 + offset, 4).Fill(value);

        Assert.False(Has(disk));
    }

    private static bool Has(byte[] disk) => BootMarks.Has((offset, length) =>
        offset >= disk.Length ? [] : disk[(int)offset..(int)Math.Min(disk.Length, offset + length)]);

    private static byte[] Mbr(params (byte Status, byte Type)[] partitions)
    {
        var disk = new byte[64 * 512];
        for (var i = 0; i < partitions.Length; i++)
        {
            (disk[446 + i * 16], disk[450 + i * 16]) = partitions[i];
        }

        (disk[510], disk[511]) = (0x55, 0xAA);
        return disk;
    }

    private static byte[] Gpt(string type)
    {
        var disk = Mbr((0, 0xEE));
        "EFI PART"u8.CopyTo(disk.AsSpan(512));
        (disk[512 + 72], disk[512 + 80], disk[512 + 84]) = (2, 128, 128);
        new Guid(type).ToByteArray().CopyTo(disk, 2 * 512 + 3 * 128);
        return disk;
    }
}
