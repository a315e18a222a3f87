using System.Buffers.Binary;
using V2K.Rules.Annotations;
using V2K.Rules.Model;

namespace V2K.Rules.General;

/// <summary>
/// The VM generation ID, by which a Windows domain controller notices that it was rolled back: two signed numbers of
/// 64 bits, the first of them the identifier's first half, each half little-endian as the guest reads it.
/// </summary>
/// <example>
/// vm.genid = "-570734802784577186"
/// vm.genidX = "-6416371292304604931"
/// →
/// &lt;genid&gt;8312995e-57b8-f814-fd80-2b174e78f4a6&lt;/genid&gt;
/// </example>
[Rule(nameof(Domain.GenId), Topic.General)]
public static class GenIdRule
{
    public static Guid? Map([Vmx("vm.genid")] long? first, [Vmx("vm.genidX")] long? second)
    {
        if (first is null || second is null)
        {
            return null;
        }

        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, first.Value);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[8..], second.Value);

        // The guest reads the buffer as a GUID in memory, its first three fields little-endian.
        return new Guid(bytes, bigEndian: false);
    }
}
