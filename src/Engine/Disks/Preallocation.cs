namespace V2K.Engine.Disks;

/// <summary>What of a converted disk has its place from the start: <c>--preallocation</c>, as qemu-img(1) names it.</summary>
public enum Preallocation
{
    /// <summary>Only what is stored.</summary>
    Off,

    /// <summary>qcow2: every cluster is mapped, none is stored for zeroes. A guest's first write costs no metadata.</summary>
    Metadata,

    /// <summary>All of the disk is reserved on the file system, too: it cannot run full under the guest.</summary>
    Falloc,
}
