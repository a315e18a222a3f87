using V2K.Engine.Disks.Copying;
using V2K.Rules;

namespace V2K.Engine.Disks.Engines.VirtV2v;

/// <summary>The disks of a VM on their way through virt-v2v, under temporary names; disposed of, it removes those that were not published.</summary>
public sealed class VirtV2vConversion : IDisposable
{
    /// <summary>What the guest is called inside; results are <c>vm-sda</c>, <c>vm-sdb</c>… and <c>vm.xml</c>.</summary>
    internal const string GuestName = "vm";

    private readonly List<(DiskImage Image, Survey Survey, PartialFile Partial)> _disks = [];
    private readonly DiskFormat _format;
    private TimeSpan _elapsed;

    private VirtV2vConversion(DiskFormat format) => _format = format;

    internal IReadOnlyList<DiskImage> Images => [.. _disks.Select(disk => disk.Image)];

    /// <summary>Opens and surveys every source, and makes room for every target.</summary>
    internal static VirtV2vConversion Prepare(VmDisks vm, CancellationToken cancellation)
    {
        var conversion = new VirtV2vConversion(vm.Disks[0].Format);
        try
        {
            foreach (var job in vm.Disks)
            {
                var image = DiskImage.Open(job.Source, job.Paths);
                var partial = PartialFile.Prepare(job);
                conversion._disks.Add((image, Survey.Of(image, done: 0, cancellation), partial));
                partial.Discard();
                if (job.CheckSpace)
                {
                    partial.RequireSpace(conversion._disks[^1].Survey.DataBytes);
                }
            }

            return conversion;
        }
        catch
        {
            conversion.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Leads the names that virt-v2v gives its results to the targets' temporary names: they may lie on several file systems, and
    /// nothing is copied twice.
    /// </summary>
    internal void LinkInto(string folder)
    {
        for (var i = 0; i < _disks.Count; i++)
        {
            File.CreateSymbolicLink(Path.Combine(folder, $"{GuestName}-{VirtV2vSource.DiskName(i)}"), _disks[i].Partial.Path);
        }
    }

    /// <summary>Refuses results that are not there or not as long as their sources, and sources that were written to meanwhile.</summary>
    internal void RequireWhole(TimeSpan elapsed)
    {
        _elapsed = elapsed;
        foreach (var (image, _, partial) in _disks)
        {
            image.RequireUnchanged();
            if (!File.Exists(partial.Path))
            {
                throw new V2KException(
                    "virt-v2v reported success, but did not create this disk", "Run the same command with --verbosity=verbose, and read its messages", partial.Path);
            }

            ProgramCopy.RequireSize(image, partial.Path, _format);
        }
    }

    /// <summary>Gives the disk with the number <paramref name="index"/> its final name, durably.</summary>
    public CopyOutcome Publish(int index)
    {
        var (image, survey, partial) = _disks[index];
        return new CopyOutcome(image.VirtualSize, survey.DataBytes, ZeroBytes: 0, partial.Publish(), _elapsed, image.Files);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (image, _, partial) in _disks)
        {
            image.Dispose();
            partial.Dispose();
        }
    }
}
