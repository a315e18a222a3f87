using V2K.Engine.Datastores;
using V2K.Rules;
using V2K.Rules.Findings;

namespace V2K.Engine.Disks.Vmdk;

/// <summary>Opens one VMDK: finds its descriptor, then every extent that the descriptor lists.</summary>
internal static class LayerReader
{
    private const int MaximumDescriptorSectors = VmdkDescriptor.MaximumLength / Sector.Size;

    /// <summary>How every descriptor file starts.</summary>
    private static ReadOnlySpan<byte> FirstLine => "# Disk DescriptorFile"u8;

    /// <summary>Opens the VMDK at <paramref name="path"/>, which has been resolved.</summary>
    internal static Layer Open(string path, IDatastorePaths paths)
    {
        var first = OpenDescriptor(path, paths);
        var files = new OrderedDictionary<string, DiskFile>(StringComparer.Ordinal) { { path, first } };
        try
        {
            var metadata = new MetadataCache();
            var (descriptor, header) = ReadDescriptor(first, paths);
            List<IExtent> extents = header is not null
                ? [OpenHosted(header, header.Capacity, first, metadata)]
                : [.. descriptor.Extents.Select(line => OpenExtent(line, path, paths, files, metadata))];
            return new Layer(descriptor, extents, [.. files.Values]);
        }
        catch
        {
            foreach (var file in files.Values)
            {
                file.Dispose();
            }

            throw;
        }
    }

    /// <summary>Reads the descriptor at <paramref name="path"/> and none of the extents that it lists: a VM may be writing to them.</summary>
    internal static VmdkDescriptor ReadDescriptor(string path, IDatastorePaths paths)
    {
        using var file = OpenDescriptor(path, paths);
        return ReadDescriptor(file, paths).Descriptor;
    }

    private static DiskFile OpenDescriptor(string path, IDatastorePaths paths)
    {
        try
        {
            return OpenFile(path, paths);
        }
        catch (V2KException failure) when (failure.Id == FindingId.MissingDisk && failure.File == path)
        {
            throw LostDescriptor.Missing(failure, path, paths);
        }
    }

    /// <summary>Opens a file by the name that was resolved. Where that leads by now, links having been changed since, must be in a datastore still.</summary>
    private static DiskFile OpenFile(string path, IDatastorePaths paths)
    {
        var file = DiskFile.OpenDisk(path);
        if (new FileInfo(file.HeldPath).LinkTarget is { } real && paths.Contains(real))
        {
            return file;
        }

        file.Dispose();
        throw new V2KException(
            "was replaced by a link that points outside the datastores while it was opened", "Prevent others from writing to the datastore, and treat this VM as hostile", path)
        { Id = FindingId.OutsideDatastores };
    }

    /// <summary>The descriptor in <paramref name="first"/>, and the header of the sparse extent that it is embedded in, if it is.</summary>
    private static (VmdkDescriptor Descriptor, SparseExtentHeader? Header) ReadDescriptor(DiskFile first, IDatastorePaths paths)
    {
        Span<byte> sector = stackalloc byte[Sector.Size];
        var start = sector[..(int)Math.Min(sector.Length, first.Size)];
        first.Read(start, 0);
        if (start.Length < sector.Length || !SparseExtentHeader.Matches(start))
        {
            return (ReadDescriptorFile(first, start, paths), null);
        }

        var header = SparseExtentHeader.Parse(start, first.Path);
        return (ReadEmbedded(header, first), header);
    }

    private static VmdkDescriptor ReadEmbedded(SparseExtentHeader header, DiskFile file)
    {
        if (header.DescriptorSector == 0)
        {
            throw new V2KException(
                "is one extent of a disk, without a descriptor",
                "Name the disk's descriptor instead: for web01-s001.vmdk, web01.vmdk",
                file.Path);
        }

        Damage.Require(
            header.DescriptorSectors is > 0 and <= MaximumDescriptorSectors,
            $"the embedded descriptor is {header.DescriptorSectors} sectors long; up to {MaximumDescriptorSectors} are possible",
            file.Path);

        var position = Sector.Offset(header.DescriptorSector, file, "the embedded descriptor");
        var length = (int)header.DescriptorSectors * Sector.Size;
        file.RequireInside(position, length, "the embedded descriptor");
        var bytes = new byte[length];
        file.Read(bytes, position);
        var descriptor = VmdkDescriptor.Parse(bytes, file.Path);

        // The name in an embedded descriptor is what the file was called when it was made; it is this file under its present name.
        return descriptor.Extents is [{ Type: ExtentType.Sparse }]
            ? descriptor
            : throw new V2KException(
                "the embedded descriptor lists something other than the one sparse extent it is in",
                "Clone the disk to another type first: vmware-vdiskmanager -r OLD -t 0 NEW",
                file.Path);
    }

    private static VmdkDescriptor ReadDescriptorFile(DiskFile file, ReadOnlySpan<byte> start, IDatastorePaths paths)
    {
        if (!IsDescriptor(start))
        {
            RefusedDisk.CheckChangeTracking(file.Path);
            RefusedDisk.CheckGzip(start, file.Path);
            throw LostDescriptor.None(file, paths);
        }

        Damage.Require(
            file.Size <= VmdkDescriptor.MaximumLength,
            $"starts like a descriptor, but is {file.Size} bytes long; up to {VmdkDescriptor.MaximumLength} are possible",
            file.Path);

        var text = new byte[file.Size];
        file.Read(text, 0);
        try
        {
            return VmdkDescriptor.Parse(text, file.Path);
        }
        catch (V2KException failure) when (failure.Id is null)
        {
            throw LostDescriptor.Damaged(failure, file.Path, paths);
        }
    }

    private static bool IsDescriptor(ReadOnlySpan<byte> start)
    {
        var text = start.StartsWith("\uFEFF"u8) ? start[3..] : start;
        text = text.TrimStart(" \t\r\n"u8);
        return text.Length >= FirstLine.Length
            && System.Text.Ascii.EqualsIgnoreCase(text[..FirstLine.Length], FirstLine);
    }

    private static IExtent OpenExtent(
        ExtentLine line, string descriptor, IDatastorePaths paths, OrderedDictionary<string, DiskFile> files, MetadataCache metadata)
    {
        if (line.Type is ExtentType.Zero)
        {
            return new ZeroExtent(line.Length);
        }

        if (line.FileName.Contains("://", StringComparison.Ordinal))
        {
            throw RefusedDisk.ObjectStore(line.FileName, descriptor);
        }

        var path = paths.Resolve(line.FileName, descriptor);
        if (!files.TryGetValue(path, out var file))
        {
            file = OpenFile(path, paths);
            files.Add(path, file);
        }

        return line.Type switch
        {
            ExtentType.Sparse => OpenHosted(ReadHeader(file), line.Length, file, metadata),
            ExtentType.VmfsSparse => new SparseExtent(line.Length, new VmfsSparseFormat(CowDiskHeader.Read(file)), file, metadata),
            ExtentType.SeSparse => new SparseExtent(line.Length, SeSparseFormat.Read(file), file, metadata),
            _ => new FlatExtent(line, file),
        };
    }

    private static SparseExtentHeader ReadHeader(DiskFile file)
    {
        Span<byte> sector = stackalloc byte[Sector.Size];
        file.Read(sector, 0);
        return SparseExtentHeader.Matches(sector)
            ? SparseExtentHeader.Parse(sector, file.Path)
            : throw new V2KException(
                "does not start like a sparse extent (\"KDMV\"), which the descriptor says it is",
                "The file is damaged or belongs to another disk: copy it again from the datastore",
                file.Path);
    }

    private static SparseExtent OpenHosted(SparseExtentHeader header, long length, DiskFile file, MetadataCache metadata)
    {
        var hasFooter = header.GrainDirectorySector == SparseExtentHeader.AtEnd;
        var final = hasFooter ? Marker.ReadFooter(file) : header;
        return new SparseExtent(length, new HostedSparseFormat(final, file), file, metadata) { HasFooter = hasFooter };
    }
}
