using System.Buffers.Binary;
using V2K.Rules.Annotations;
using V2K.Rules.Model;

namespace V2K.Rules.General;

/// <summary>
/// The VM generation ID, by which a Windows domain controller notices that it was rolled back: two signed numbers of
/// 64 bits, the first of them the identifier's first half, each half little-endian as the guest reads it. Measured in a
/// guest of each: R. W. M. Jones, "Re: [PATCH 0/1] vmx: Fix &lt;genid/&gt; mapping", qemu-devel, 29 September 2021.
/// </summary>
/// <example>
/// vm.genid = "-8536691797830587195"
/// vm.genidX = "-1723453263670062919"
/// →
/// &lt;genid&gt;09512cc5-940a-8987-b950-f54f631015e8&lt;/genid&gt;
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
