using System.Buffers.Binary;
using System.Text;
using V2K.Engine.Guests.Windows;

namespace V2K.Engine.Guests.Appliance;

/// <summary>The registry of Windows, read by hivex(3) inside the appliance: a hive is as hostile as the rest of a guest's disk.</summary>
public sealed unsafe partial class GuestAppliance : IRegistryFiles
{
    /// <summary>The spelling that <paramref name="path"/> has on a file system that tells upper and lower case apart; null where there is no such file.</summary>
    public string? FindIgnoringCase(string path)
    {
        var found = LibGuestfs.CaseSensitivePath(_g, path);
        if (found == IntPtr.Zero)
        {
            return IsGone(LastError()) || _cancellation.IsCancellationRequested ? throw Failure("stat", path) : null;
        }

        // The last part of a path need not exist.
        var spelt = TakeString(found);
        return IsFile(spelt) || IsFolder(spelt) ? spelt : null;
    }

    /// <inheritdoc/>
    public T ReadHive<T>(string path, Func<IRegistryHive, T> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        Check(LibGuestfs.OpenHive(_g, path, default), "hivex_open", path);
        try
        {
            return read(new OpenHive(this, path));
        }
        finally
        {
            _ = LibGuestfs.CloseHive(_g);
        }
    }

    private long CheckHandle(long handle, string file) => handle >= 0 ? handle : throw Failure("hivex", file);

    /// <summary>The one hive that is open.</summary>
    private sealed class OpenHive(GuestAppliance appliance, string path) : IRegistryHive
    {
        /// <inheritdoc/>
        public uint? Number(string key, string name) =>
            Bytes(key, name) is { Length: 4 } bytes ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : null;

        /// <inheritdoc/>
        public string? Text(string key, string name) =>
            Bytes(key, name) is { } bytes ? Encoding.Unicode.GetString(bytes).Split('\0')[0] : null;

        private byte[]? Bytes(string key, string name)
        {
            var node = Find(key);
            var value = node == 0 ? 0 : appliance.CheckHandle(LibGuestfs.HiveValue(appliance._g, node, name), path);
            return value == 0
                ? null
                : TakeBytes(appliance.Check(LibGuestfs.HiveValueBytes(appliance._g, value, out var length), "hivex", path), length);
        }

        private long Find(string key)
        {
            var node = appliance.CheckHandle(LibGuestfs.HiveRoot(appliance._g), path);
            foreach (var part in key.Split('\\'))
            {
                node = node == 0 ? 0 : appliance.CheckHandle(LibGuestfs.HiveChild(appliance._g, node, part), path);
            }

            return node;
        }
    }
}
