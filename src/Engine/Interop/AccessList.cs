using System.Buffers.Binary;

namespace V2K.Engine.Interop;

/// <summary>
/// Lets one more user read a file, by a POSIX access control list (acl(5)): owner and permissions of the others stay as they are. The attribute's layout is
/// that of linux/posix_acl_xattr.h.
/// </summary>
internal static class AccessList
{
    private const string Attribute = "system.posix_acl_access";
    private const int Version = 2;
    private const ushort Read = 4;
    private const ushort ReadWrite = 6;

    /// <summary>No user or group: the entry is about the owner, the owning group, the mask or the others.</summary>
    private const uint Nobody = uint.MaxValue;

    /// <summary>Lets <paramref name="user"/> read a file of which its owner alone may do so.</summary>
    /// <returns>False where the file system has no such lists, or this user may not set one.</returns>
    internal static bool TryLetRead(string path, uint user)
    {
        Span<byte> list = stackalloc byte[4 + (5 * 8)];
        BinaryPrimitives.WriteInt32LittleEndian(list, Version);

        // The owner, the user, the group, the mask of the two, the others: in the order of their tags.
        Entry(list, 0, tag: 0x01, ReadWrite, Nobody);
        Entry(list, 1, tag: 0x02, Read, user);
        Entry(list, 2, tag: 0x04, 0, Nobody);
        Entry(list, 3, tag: 0x10, Read, Nobody);
        Entry(list, 4, tag: 0x20, 0, Nobody);
        return Posix.TrySetAttribute(path, Attribute, list);
    }

    /// <summary>Takes the list off a file, whose permissions are then as they were before <see cref="TryLetRead"/>.</summary>
    internal static void Remove(string path)
    {
        Posix.RemoveAttribute(path, Attribute);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    private static void Entry(Span<byte> list, int index, ushort tag, ushort permissions, uint id)
    {
        var entry = list.Slice(4 + (index * 8), 8);
        BinaryPrimitives.WriteUInt16LittleEndian(entry, tag);
        BinaryPrimitives.WriteUInt16LittleEndian(entry[2..], permissions);
        BinaryPrimitives.WriteUInt32LittleEndian(entry[4..], id);
    }
}
