using System.Runtime.InteropServices;

namespace V2K.Engine.Disks;

/// <summary>How far a copy has come, in bytes of the virtual disk that carry data.</summary>
/// <param name="Done">Copied so far.</param>
/// <param name="Total">To copy in all; 0 for an empty disk.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct CopyProgress(long Done, long Total);
