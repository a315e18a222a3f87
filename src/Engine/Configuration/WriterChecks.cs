using V2K.Engine.Disks;
using V2K.Rules;

namespace V2K.Engine.Configuration;

/// <summary>Choices about converted disks that exclude each other: told before anything is read.</summary>
public static class WriterChecks
{
    /// <summary>Refuses what no disk can be.</summary>
    /// <exception cref="V2KException">Two choices exclude each other.</exception>
    public static void Require(Config config)
    {
        if (config.Format is DiskFormat.Raw)
        {
            Refuse(config.Compression is not Compression.None, "--compress", "a raw disk holds the guest's bytes as they are and cannot be compressed");
            Refuse(config.ClusterSize != Config.DefaultClusterSize, "--cluster-size", "a raw disk has no clusters");
            Refuse(
                config.Preallocation is Preallocation.Metadata, "--preallocation", "a raw disk has no metadata to preallocate",
                "Choose falloc or off, or --format=qcow2");
        }

        Refuse(
            config.Budgets.Host.BytesPerSecond is not null && config.Engine is not EngineKind.Native, "bandwidth", "only the native engine keeps to a bandwidth",
            "Choose --engine=native, or remove bandwidth from budgets: in the configuration");
        RequireDevices(config, config.DiskTargets.Any(target => !target.IsFile));
        if (config.Compression is not Compression.None)
        {
            Refuse(
                config.Preallocation is not Preallocation.Off, "--preallocation", "the position of compressed clusters is unknown until they are compressed",
                "Omit --preallocation or --compress");
            Refuse(
                config.Cache is CacheMode.Direct && config.Engine is EngineKind.Native, "--cache", "compressed clusters are not aligned, which requires the page cache",
                "Omit --cache=direct or --compress");
            Refuse(
                config.Engine is EngineKind.NbdCopy, "--compress", "nbdcopy does not compress",
                "Choose --engine=native or --engine=qemu-img");
        }
    }

    /// <summary>Refuses an engine that does not write to block devices, where disks go to them, by whatever choice.</summary>
    /// <exception cref="V2KException">The engine is another.</exception>
    public static void RequireDevices(Config config, bool areThere) => Refuse(
        areThere && config.Engine is not EngineKind.Native, "--disk", "only the native engine writes to block devices", "Choose --engine=native");

    private static void Refuse(bool isWrong, string option, string why, string remedy = "Omit it, or choose --format=qcow2")
    {
        if (isWrong)
        {
            throw new V2KException(why, remedy, key: option);
        }
    }
}
