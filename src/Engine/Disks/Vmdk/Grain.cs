using System.Runtime.InteropServices;

namespace V2K.Engine.Disks.Vmdk;

/// <summary>What stands in a grain table for one grain.</summary>
/// <param name="Kind">Whether and how the grain is stored.</param>
/// <param name="Position">Where: the byte of the file where it, or its marker, starts.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Grain(RunKind Kind, long Position = 0);
