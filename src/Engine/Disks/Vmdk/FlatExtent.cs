using V2K.Rules;

namespace V2K.Engine.Disks.Vmdk;

/// <summary>An extent whose file holds the guest's bytes as they are: FLAT and VMFS. Holes of the file are zeroes.</summary>
internal sealed class FlatExtent : IExtent
{
    private readonly DiskFile _file;
    private readonly long _position;

    /// <summary>The last search: it began at Searched, and the next data is [Start, End). Bytes of the file.</summary>
    private (long Searched, long Start, long End) _known;

    /// <summary>The extent of <paramref name="line"/> in <paramref name="file"/>.</summary>
    /// <exception cref="V2KException">The file is too short for it.</exception>
    internal FlatExtent(ExtentLine line, DiskFile file)
    {
        file.RequireInside(line.Position, line.Length, "the flat extent");
        _file = file;
        _position = line.Position;
        Length = line.Length;
    }

    /// <inheritdoc/>
    public long Length { get; }

    /// <inheritdoc/>
    public DiskFile File => _file;

    /// <inheritdoc/>
    public Run RunAt(long offset, long limit)
    {
        var position = _position + offset;
        if (position < _known.Searched || position >= _known.End)
        {
            // Where only a hole follows, the next data starts behind everything.
            var (start, end) = Find(position) ?? (long.MaxValue, long.MaxValue);
            _known = (position, start, end);
        }

        return position < _known.Start
            ? new Run(offset, Math.Min(limit - offset, _known.Start - position), RunKind.Zero)
            : new Run(offset, Math.Min(limit - offset, _known.End - position), RunKind.Data, _file, position);
    }

    private (long Start, long End)? Find(long position)
    {
        try
        {
            return _file.NextData(position);
        }
        catch (IOException e)
        {
            throw new V2KException(
                $"cannot be searched for holes at byte {position}: {e.Message}", "Check the storage that holds it", _file.Path, cause: e);
        }
    }
}
