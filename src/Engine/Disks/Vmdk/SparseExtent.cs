using System.Buffers.Binary;
using V2K.Rules;

namespace V2K.Engine.Disks.Vmdk;

/// <summary>An extent that stores only the grains that were written, and finds them through a grain directory and grain tables.</summary>
internal sealed class SparseExtent : IExtent
{
    private readonly DiskFile _file;
    private readonly IGrainFormat _format;
    private readonly MetadataCache _metadata;
    private readonly int _tableLength;
    private readonly long _tableCoverage;

    /// <summary>The first <paramref name="length"/> bytes of what <paramref name="format"/> describes in <paramref name="file"/>.</summary>
    /// <param name="length">In bytes.</param>
    /// <param name="format">How the extent finds its grains.</param>
    /// <param name="file">Holds it.</param>
    /// <param name="metadata">The layer's: shared by all of its extents.</param>
    /// <exception cref="V2KException">The extent is shorter than that, or its grain directory is not in the file.</exception>
    internal SparseExtent(long length, IGrainFormat format, DiskFile file, MetadataCache metadata)
    {
        if (length > format.Capacity)
        {
            throw new V2KException(
                $"the descriptor gives the extent {length} bytes, but its own header says {format.Capacity}",
                "The descriptor and the extent belong to different disks: copy both again from the datastore",
                file.Path);
        }

        Length = length;
        _file = file;
        _format = format;
        _metadata = metadata;
        _tableLength = format.EntriesPerTable * format.EntryWidth;
        _tableCoverage = (long)format.EntriesPerTable * format.GrainLength;
        file.RequireInside(format.DirectoryPosition, DirectoryEntries * format.EntryWidth, "the grain directory");
    }

    /// <inheritdoc/>
    public long Length { get; }

    /// <inheritdoc/>
    public DiskFile File => _file;

    /// <summary>Whether the grain directory is named by a footer, at the end of the file.</summary>
    internal bool HasFooter { get; init; }

    private long DirectoryEntries => (Length + _tableCoverage - 1) / _tableCoverage;

    /// <inheritdoc/>
    public Run RunAt(long offset, long limit)
    {
        var run = WithinGrain(offset, limit);
        while (run.End < limit && run.Kind is not RunKind.Compressed)
        {
            var next = WithinGrain(run.End, limit);
            if (!run.Continues(next))
            {
                break;
            }

            run = run with { Length = run.Length + next.Length };
        }

        return run;
    }

    /// <summary>Refuses an extent two of whose grain tables share bytes.</summary>
    internal void CheckTables()
    {
        if (Overlap.Find(TablePositions, _tableLength) is (var first, var second))
        {
            throw Damage.In(_file.Path, $"the grain tables at bytes {first} and {second} overlap, each being {_tableLength} bytes long");
        }
    }

    /// <summary>Where the grain tables are, in the order of the directory; more than fit into the file are refused.</summary>
    private IEnumerable<long> TablePositions()
    {
        var count = 0L;
        for (var index = 0L; index < DirectoryEntries; index++)
        {
            if (_format.TablePosition(DirectoryEntry(index), _file) is { } position)
            {
                _file.RequireInside(position, _tableLength, $"grain table {index}");
                if (++count > _file.Size / _tableLength)
                {
                    throw Damage.In(_file.Path, $"{count} grain tables of {_tableLength} bytes do not fit into {_file.Size} bytes");
                }

                yield return position;
            }
        }
    }

    /// <summary>The run from <paramref name="offset"/> to the end of its grain, or of its grain table if there is none.</summary>
    private Run WithinGrain(long offset, long limit)
    {
        var tableIndex = offset / _tableCoverage;
        if (_format.TablePosition(DirectoryEntry(tableIndex), _file) is not { } table)
        {
            return new Run(offset, Math.Min(limit, (tableIndex + 1) * _tableCoverage) - offset, RunKind.Unallocated);
        }

        var grainIndex = offset / _format.GrainLength;
        var grainOffset = grainIndex * _format.GrainLength;
        var inTable = (int)(grainIndex % _format.EntriesPerTable);
        var entry = Entry(table + inTable * _format.EntryWidth);
        if (entry == 0)
        {
            var end = (grainIndex + Zeroes(table + inTable * _format.EntryWidth, _format.EntriesPerTable - inTable)) * _format.GrainLength;
            return new Run(offset, Math.Min(limit, end) - offset, _format.Decode(0, _file).Kind);
        }

        var grain = _format.Decode(entry, _file);
        var skip = offset - grainOffset;
        var length = Math.Min(limit, grainOffset + _format.GrainLength) - offset;
        switch (grain.Kind)
        {
            case RunKind.Data:
                _file.RequireInside(grain.Position + skip, length, $"grain {grainIndex}");
                return new Run(offset, length, RunKind.Data, _file, grain.Position + skip);
            case RunKind.Compressed:
                _file.RequireInside(grain.Position, Marker.GrainPrefix, $"compressed grain {grainIndex}");
                return new Run(
                    offset, length, RunKind.Compressed, _file, grain.Position, grainOffset, _format.GrainLength, (int)skip);
            default:
                return new Run(offset, length, grain.Kind);
        }
    }

    /// <summary>How many entries from <paramref name="position"/> on are 0, at most <paramref name="limit"/>: of an empty disk's tables, page by page.</summary>
    private int Zeroes(long position, int limit)
    {
        var bytes = _metadata.At(_file, position, _format.EntryWidth);
        var zero = bytes.IndexOfAnyExcept((byte)0);
        return Math.Min(limit, (zero < 0 ? bytes.Length : zero) / _format.EntryWidth);
    }

    private ulong DirectoryEntry(long index) => Entry(_format.DirectoryPosition + index * _format.EntryWidth);

    private ulong Entry(long position)
    {
        var bytes = _metadata.At(_file, position, _format.EntryWidth);
        return _format.EntryWidth == sizeof(uint)
            ? BinaryPrimitives.ReadUInt32LittleEndian(bytes)
            : BinaryPrimitives.ReadUInt64LittleEndian(bytes);
    }
}
