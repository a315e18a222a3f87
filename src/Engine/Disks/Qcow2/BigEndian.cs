using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace V2K.Engine.Disks.Qcow2;

/// <summary>qcow2's byte order, for whole tables.</summary>
internal static class BigEndian
{
    /// <summary>Writes <paramref name="entries"/> to the start of <paramref name="bytes"/>.</summary>
    internal static void Write(ReadOnlySpan<ulong> entries, Span<byte> bytes)
    {
        var target = MemoryMarshal.Cast<byte, ulong>(bytes)[..entries.Length];
        if (BitConverter.IsLittleEndian)
        {
            BinaryPrimitives.ReverseEndianness(entries, target);
        }
        else
        {
            entries.CopyTo(target);
        }
    }
}
