namespace V2K.Guests.Parts;

/// <summary>
/// A <c>virtio_pci</c> that knows no devices but those from before virtio 1.0, as Linux before 4.0 had it: built from Debian's own source with
/// the way to the modern devices taken out. <c>force_legacy=1</c> would not do: it falls back to modern mode.
/// </summary>
internal static class LegacyVirtio
{
    /// <summary>What builds it.</summary>
    internal static IReadOnlyList<string> Packages { get; } = ["linux-headers-amd64", "linux-source-6.1", "make"];

    /// <summary>Builds it and puts it in the place of the kernel's.</summary>
    internal const string Script = """
        release=$(basename /lib/modules/*)
        mkdir /root/virtio
        cd /root/virtio
        tar -xf /usr/src/linux-source-6.1.tar.xz --strip-components=3 --wildcards '*/drivers/virtio/virtio_pci_*'
        sed -i -e 's/= virtio_pci_modern_probe(vp_dev);/= -ENODEV;/' -e 's/^\t\tvirtio_pci_modern_remove(vp_dev);/\t\t;/' \
            -e '/^module_param(force_legacy/d' -e '/^MODULE_PARM_DESC(force_legacy/,/;/d' virtio_pci_common.c
        if grep -E 'virtio_pci_modern_(probe|remove)' virtio_pci_common.c; then echo "the source of virtio_pci is not what it was"; exit 1; fi
        printf 'obj-m := virtio_pci.o\nvirtio_pci-y := virtio_pci_common.o virtio_pci_legacy.o\n' > Makefile
        make -C "/lib/modules/$release/build" M="$PWD" modules
        cp virtio_pci.ko "/lib/modules/$release/kernel/drivers/virtio/virtio_pci.ko"
        depmod "$release"
        cd /
        rm -r /root/virtio

        """;
}
