using Microsoft.Win32.SafeHandles;
using V2K.Engine.Interop;
using V2K.Rules;

namespace V2K.Engine.Disks.Verifying;

/// <summary>A block device that a disk was copied to; it may be larger than the disk.</summary>
internal sealed class DeviceContent : ITargetContent
{
    private readonly string _path;
    private readonly SafeFileHandle _device;

    /// <summary>Opens the device at <paramref name="path"/>.</summary>
    /// <param name="path">Its full path.</param>
    /// <param name="virtualSize">The size of the disk, in bytes.</param>
    internal DeviceContent(string path, long virtualSize)
    {
        _path = path;
        try
        {
            _device = Posix.OpenForReading(path);
        }
        catch (IOException e)
        {
            throw new V2KException($"the device cannot be opened: {e.Message}", "Check that it exists and is readable for this user", path, cause: e);
        }

        VirtualSize = Math.Min(virtualSize, Posix.DeviceSize(_device));
    }

    /// <inheritdoc/>
    public long VirtualSize { get; }

    /// <inheritdoc/>
    public bool Read(Span<byte> content, long offset)
    {
        try
        {
            for (var done = 0; done < content.Length;)
            {
                var count = RandomAccess.Read(_device, content[done..], offset + done);
                done += count > 0 ? count : throw new IOException($"the device ends at byte {offset + done}");
            }
        }
        catch (IOException e)
        {
            throw new V2KException($"the device cannot be read at byte {offset}: {e.Message}", "Check the storage behind it", _path, cause: e);
        }

        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _device.Dispose();
}
