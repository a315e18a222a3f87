using Microsoft.Win32.SafeHandles;
using V2K.Engine.Interop;
using V2K.Rules;

namespace V2K.Engine.Disks.Copying;

/// <summary>
/// An existing block device, such as a logical volume. It has its name before it is whole: what counts is the record in the state, which is
/// made afterwards.
/// </summary>
internal sealed class DeviceTarget : ICopyTarget
{
    /// <summary>Zeroing is asked for in units of this many bytes: no device has larger sectors.</summary>
    private const int SectorLength = 4096;

    private readonly string _path;
    private readonly DiskImage _image;

    /// <summary>The device at <paramref name="job"/>'s target.</summary>
    /// <param name="job">The copy; it says where its checkpoint is.</param>
    /// <param name="image">What is copied.</param>
    internal DeviceTarget(CopyJob job, DiskImage image)
    {
        _path = job.Target;
        _image = image;
        CheckpointPath = job.CheckpointPath ?? throw new ArgumentException("the checkpoint of a device cannot be beside the device", nameof(job));
        TargetFile.Guard(CheckpointPath, () => Directory.CreateDirectory(Path.GetDirectoryName(CheckpointPath)!));
    }

    /// <inheritdoc/>
    public string CheckpointPath { get; }

    /// <summary>Whether the device held zeroes where nothing was written, from the start.</summary>
    internal bool IsZeroed { get; private set; }

    /// <inheritdoc/>
    public void RequireSpace(long needed)
    {
        using var device = OpenExclusively();
        var size = Posix.DeviceSize(device);
        if (size < _image.VirtualSize)
        {
            throw new V2KException(
                $"the device has {size} bytes, but the disk has {_image.VirtualSize}", "Make it larger (lvextend), or name another", _path);
        }
    }

    /// <inheritdoc/>
    public Checkpoint? Resumable(Checkpoint start) => Checkpoint.Find(CheckpointPath, start);

    /// <inheritdoc/>
    public TargetFile Open(bool isResumed, CacheMode cache)
    {
        var file = new TargetFile(_path, OpenExclusively(), cache);
        if (!isResumed)
        {
            Discard();
            try
            {
                Zero(file.Handle);
            }
            catch
            {
                file.Dispose();
                throw;
            }
        }

        return file;
    }

    /// <inheritdoc/>
    public long Publish()
    {
        TargetFile.Guard(_path, () => Posix.Flush(_path));
        Discard();
        return _image.VirtualSize;
    }

    /// <inheritdoc/>
    public void Discard() => File.Delete(CheckpointPath);

    /// <inheritdoc/>
    public void Dispose()
    {
        // The device stays, whatever is on it.
    }

    private SafeFileHandle OpenExclusively()
    {
        try
        {
            return Posix.OpenExclusively(_path);
        }
        catch (IOException e)
        {
            throw new V2KException(
                $"the device cannot be opened for exclusive use: {e.Message}",
                "It must be writable, and not be mounted, part of an array or volume group, or in use by a guest", _path, cause: e);
        }
    }

    /// <summary>Removes whatever the device held. Where that costs as much as writing, only where nothing will be written.</summary>
    private void Zero(SafeFileHandle device) => TargetFile.Guard(_path, () =>
    {
        IsZeroed = ZeroRange(device, 0, _image.VirtualSize, Posix.TryPunchHole);
        if (!IsZeroed)
        {
            foreach (var run in _image.Runs().Where(run => run.Kind is RunKind.Zero))
            {
                ZeroRange(device, run.Offset, run.End, (handle, from, length) =>
                {
                    Posix.ZeroOut(handle, from, length);
                    return true;
                });
            }
        }
    });

    private static bool ZeroRange(SafeFileHandle device, long from, long to, Func<SafeFileHandle, long, long, bool> zero)
    {
        var start = (from + SectorLength - 1) / SectorLength * SectorLength;
        var end = to / SectorLength * SectorLength;
        if (start >= end)
        {
            RandomAccess.Write(device, new byte[to - from], from);
            return true;
        }

        if (!zero(device, start, end - start))
        {
            return false;
        }

        RandomAccess.Write(device, new byte[start - from], from);
        RandomAccess.Write(device, new byte[to - end], end);
        return true;
    }
}
