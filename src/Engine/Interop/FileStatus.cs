using System.Runtime.InteropServices;

namespace V2K.Engine.Interop;

/// <summary>What statx(2) tells about an open file; the kernel's layout, the same on every architecture.</summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal struct FileStatus
{
    private const int TypeMask = 0xF000;
    private const int Regular = 0x8000;
    private const int Block = 0x6000;

    /// <summary>STATX_DIOALIGN: whether the kernel has filled in what O_DIRECT needs.</summary>
    private const uint HasDirectAlignment = 0x2000;

    [FieldOffset(0x00)]
    private readonly uint _mask;

    /// <summary>The user that owns it.</summary>
    [FieldOffset(0x14)]
    internal uint Owner;

    [FieldOffset(0x1C)]
    private readonly ushort _mode;

    /// <summary>The inode number.</summary>
    [FieldOffset(0x20)]
    internal ulong Inode;

    /// <summary>The length in bytes.</summary>
    [FieldOffset(0x28)]
    internal long Size;

    [FieldOffset(0x30)]
    private readonly long _blocks;

    [FieldOffset(0x70)]
    private readonly long _modifiedSeconds;

    [FieldOffset(0x78)]
    private readonly uint _modifiedNanoseconds;

    [FieldOffset(0x88)]
    private readonly uint _deviceMajor;

    [FieldOffset(0x8C)]
    private readonly uint _deviceMinor;

    [FieldOffset(0x98)]
    private readonly int _directMemoryAlignment;

    [FieldOffset(0x9C)]
    private readonly int _directOffsetAlignment;

    /// <summary>What place, length and memory of an O_DIRECT request must be multiples of, in bytes; 0 where there are none, null where nothing is said.</summary>
    internal readonly int? DirectAlignment =>
        (_mask & HasDirectAlignment) == 0 ? null
        : _directOffsetAlignment == 0 ? 0
        : Math.Max(_directMemoryAlignment, _directOffsetAlignment);

    /// <summary>What the file occupies, in bytes. The unit of st_blocks is 512, whatever the file system's.</summary>
    internal readonly long AllocatedBytes => _blocks * 512;

    internal readonly bool IsRegularFile => (_mode & TypeMask) == Regular;

    internal readonly bool IsBlockDevice => (_mode & TypeMask) == Block;

    /// <summary>The device that holds the inode: with <see cref="Inode"/> it tells files apart, whatever their names.</summary>
    internal readonly ulong Device => ((ulong)_deviceMajor << 32) | _deviceMinor;

    /// <summary>The time of last modification, to .NET's 100 ns.</summary>
    internal readonly DateTimeOffset Modified =>
        DateTimeOffset.UnixEpoch.AddTicks(_modifiedSeconds * TimeSpan.TicksPerSecond + _modifiedNanoseconds / 100);
}
