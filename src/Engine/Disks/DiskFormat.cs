namespace V2K.Engine.Disks;

/// <summary>What a disk is converted to.</summary>
public enum DiskFormat
{
    /// <summary>QEMU's format, version 3: <c>compat=1.1</c>, no backing file.</summary>
    Qcow2,

    /// <summary>The guest's bytes and nothing else, with holes where they are zero.</summary>
    Raw,
}
