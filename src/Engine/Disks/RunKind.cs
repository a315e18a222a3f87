namespace V2K.Engine.Disks;

/// <summary>Where the bytes of a <see cref="Run"/> come from.</summary>
public enum RunKind
{
    /// <summary>The guest reads zeroes; nothing is stored.</summary>
    Zero,

    /// <summary>The bytes stand in a file as the guest sees them.</summary>
    Data,

    /// <summary>The bytes are part of one grain that is stored deflated (RFC 1950).</summary>
    Compressed,

    /// <summary>This file of a snapshot chain holds nothing here: its parent decides. Never seen of a whole chain.</summary>
    Unallocated,
}
