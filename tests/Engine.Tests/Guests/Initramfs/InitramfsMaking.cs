using System.IO.Compression;
using System.Text;
using V2K.Engine.Guests.Initramfs;

namespace V2K.Engine.Tests.Guests.Initramfs;

/// <summary>Small images such as each generator makes them.</summary>
internal static class InitramfsMaking
{
    public const string Release = "6.1.0-18-amd64";

    public const string Dependencies = """
        kernel/drivers/virtio/virtio.ko:
        kernel/drivers/virtio/virtio_ring.ko:
        kernel/drivers/virtio/virtio_pci.ko: kernel/drivers/virtio/virtio_ring.ko kernel/drivers/virtio/virtio.ko
        kernel/drivers/block/virtio_blk.ko: kernel/drivers/virtio/virtio_ring.ko kernel/drivers/virtio/virtio.ko
        kernel/drivers/scsi/virtio_scsi.ko: kernel/drivers/virtio/virtio_ring.ko kernel/drivers/virtio/virtio.ko kernel/drivers/scsi/scsi_mod.ko
        kernel/drivers/scsi/scsi_mod.ko:
        kernel/drivers/scsi/vmw_pvscsi.ko: kernel/drivers/scsi/scsi_mod.ko
        kernel/drivers/net/virtio_net.ko: kernel/drivers/virtio/virtio_ring.ko kernel/drivers/virtio/virtio.ko

        """;

    public const string Aliases = """
        # Aliases extracted from modules themselves.
        alias virtio:d00000002v* virtio_blk
        alias pci:v00001AF4d*sv*sd*bc*sc*i* virtio_pci
        alias pci:v000015ADd000007C0sv*sd*bc*sc*i* vmw_pvscsi

        """;

    /// <summary>initramfs-tools's: an archive for the processor, then the compressed rest.</summary>
    public static byte[] InitramfsTools(Func<byte[], byte[]> compress) =>
    [
        .. CpioWriter.Write([CpioEntry.Folder("kernel"), CpioEntry.File("kernel/GenuineIntel.bin", new byte[999])]),
        .. compress(CpioWriter.Write(
        [
            CpioEntry.Folder("conf"),
            CpioEntry.File("conf/initramfs.conf", Text("MODULES=list\n")),
            CpioEntry.File("conf/modules", Text("vmw_pvscsi\n")),
            CpioEntry.Folder("conf/conf.d"),
            CpioEntry.File("conf/conf.d/resume", Text("RESUME=/dev/sda5\n")),
            new CpioEntry("lib", 0xA1FF, Text("usr/lib")),
            CpioEntry.Folder("usr"),
            CpioEntry.Folder("usr/lib"),
            CpioEntry.Folder("usr/lib/modules"),
            CpioEntry.Folder($"usr/lib/modules/{Release}"),
            CpioEntry.File($"usr/lib/modules/{Release}/kernel/drivers/scsi/scsi_mod.ko", Text("scsi_mod")),
            CpioEntry.File($"usr/lib/modules/{Release}/kernel/drivers/scsi/vmw_pvscsi.ko", Text("vmw_pvscsi")),
            CpioEntry.File("scripts/functions", Text("# functions\n")),
        ])),
    ];

    public static byte[] Gzip(byte[] content)
    {
        using var result = new MemoryStream();
        using (var gzip = new GZipStream(result, CompressionLevel.Fastest))
        {
            gzip.Write(content);
        }

        return result.ToArray();
    }

    public static byte[] Zstd(byte[] content)
    {
        using var compressor = new ZstdSharp.Compressor();
        return compressor.Wrap(content).ToArray();
    }

    /// <summary>LZ4's legacy frame, with a match in each block: the block's first 4 bytes once more at its end.</summary>
    public static byte[] Lz4(byte[] content)
    {
        using var result = new MemoryStream();
        result.Write([0x02, 0x21, 0x4C, 0x18]);
        foreach (var block in content.Chunk(8 << 20))
        {
            var literals = block.Length;
            using var compressed = new MemoryStream();
            compressed.WriteByte((byte)(Math.Min(literals, 15) << 4));
            for (var rest = literals - 15; rest >= 0; rest -= 255)
            {
                compressed.WriteByte((byte)Math.Min(rest, 255));
            }

            compressed.Write(block);
            result.Write(BitConverter.GetBytes((uint)compressed.Length));
            result.Write(compressed.ToArray());
        }

        return result.ToArray();
    }

    public static byte[] Text(string text) => Encoding.Latin1.GetBytes(text);
}
