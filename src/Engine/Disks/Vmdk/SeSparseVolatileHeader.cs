using System.Buffers.Binary;
using V2K.Rules;

namespace V2K.Engine.Disks.Vmdk;

/// <summary>
/// The volatile header of an seSparse extent: the 512 bytes to which the constant header points, rewritten as the disk is used. Little-endian u64s.
/// <code>
///   0 magic 0xCAFECAFE    8 freeGTNumber    16 nextTxnSeqNumber    24 replayJournal
/// </code>
/// </summary>
/// <param name="ReplayJournal">Whether changes to the tables stand in the journal and nowhere else yet.</param>
internal sealed record SeSparseVolatileHeader(bool ReplayJournal)
{
    /// <summary>The first word.</summary>
    internal const ulong Magic = 0xCAFE_CAFE;

    /// <summary>Reads and checks the header at byte <paramref name="position"/> of <paramref name="file"/>.</summary>
    internal static SeSparseVolatileHeader Read(DiskFile file, long position)
    {
        Span<byte> sector = stackalloc byte[Sector.Size];
        file.Read(sector, position);
        Damage.Require(
            BinaryPrimitives.ReadUInt64LittleEndian(sector) == Magic, "the volatile header does not start with CAFECAFE", file.Path);
        return new SeSparseVolatileHeader(BinaryPrimitives.ReadUInt64LittleEndian(sector[24..]) != 0);
    }

    /// <summary>Refuses an extent whose tables are not up to date.</summary>
    internal void RequireReplayed(DiskFile file)
    {
        if (ReplayJournal)
        {
            throw new V2KException(
                "the seSparse extent has a journal that was not replayed: the virtual machine is running, or its host crashed",
                "Shut the virtual machine down, or start and stop it once in VMware",
                file.Path);
        }
    }
}
