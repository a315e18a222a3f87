namespace V2K.Engine.Disks.Vmdk;

/// <summary>What a metadata marker announces: the u32 at byte 12 of its sector.</summary>
internal enum MarkerType : uint
{
    /// <summary>The end of the stream; nothing follows.</summary>
    EndOfStream = 0,

    /// <summary>A grain table.</summary>
    GrainTable = 1,

    /// <summary>The grain directory.</summary>
    GrainDirectory = 2,

    /// <summary>The footer: the header once more, now knowing where the grain directory is.</summary>
    Footer = 3,
}
