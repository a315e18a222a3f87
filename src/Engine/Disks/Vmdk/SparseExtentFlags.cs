namespace V2K.Engine.Disks.Vmdk;

/// <summary>The flags of a <see cref="SparseExtentHeader"/> that matter to a reader.</summary>
[Flags]
internal enum SparseExtentFlags : uint
{
    /// <summary>None of them.</summary>
    None = 0,

    /// <summary>Bit 0: bytes 73 to 76 show whether a transfer changed line ends.</summary>
    NewLineTest = 1,

    /// <summary>Bit 2: a grain table entry of 1 stands for a grain of zeroes.</summary>
    ZeroedGrains = 4,

    /// <summary>Bit 16: grains are compressed.</summary>
    Compressed = 1 << 16,

    /// <summary>Bit 17: there are markers, which name what follows them.</summary>
    Markers = 1 << 17,
}
