using System.Runtime.InteropServices;

namespace V2K.Engine.Guests.Appliance;

/// <summary>
/// The functions of <c>libguestfs.so.0</c> that V2K calls, each named as in guestfs(3) without its prefix. Found at run time:
/// <see cref="DllNotFoundException"/> where the library is not installed. Integers return -1, pointers null for an error.
/// Returned strings, buffers and structs belong to the caller, who gives them to free(3).
/// </summary>
internal static unsafe partial class LibGuestfs
{
    /// <summary>GUESTFS_EVENT_APPLIANCE, _LIBRARY and _WARNING: what the appliance and the library have to say.</summary>
    internal const ulong LogEvents = 0x10 | 0x20 | 0x200;

    /// <summary>GUESTFS_EVENT_PROGRESS: comes every few steps of a launch and during long operations.</summary>
    internal const ulong ProgressEvent = 0x8;

    private const string Library = "libguestfs.so.0";

    /// <summary>struct guestfs_add_drive_opts_argv; <c>Bits</c> says which members count, from 0 in their order.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct DriveOptions
    {
        internal ulong Bits;
        internal int ReadOnly;
        internal IntPtr Format;
        internal IntPtr Interface;
        internal IntPtr Name;
        internal IntPtr Label;
        internal IntPtr Protocol;
        internal IntPtr Server;
        internal IntPtr UserName;
        internal IntPtr Secret;
        internal IntPtr CacheMode;
        internal IntPtr Discard;
        internal int CopyOnRead;
        internal int BlockSize;
    }

    /// <summary>struct guestfs_e2fsck_argv.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct FsckOptions
    {
        internal ulong Bits;
        internal int Correct;
        internal int ForceAll;
    }

    /// <summary>The argv structs of is_file, is_dir, glob_expand and the like: one boolean.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct OneFlag
    {
        internal ulong Bits;
        internal int Value;
    }

    /// <summary>struct guestfs_hivex_open_argv.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct HiveOptions
    {
        internal ulong Bits;
        internal int Verbose;
        internal int Debug;
        internal int Write;
        internal int Unsafe;
    }

    /// <summary>An argv struct of which nothing is given; long enough for all that V2K passes it as.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct NoOptions
    {
        internal ulong Bits;
        private readonly ulong _a;
        private readonly ulong _b;
        private readonly ulong _c;
        private readonly ulong _d;
        private readonly ulong _e;
    }

    [LibraryImport(Library, EntryPoint = "guestfs_create_flags")]
    internal static partial IntPtr Create(uint flags);

    [LibraryImport(Library, EntryPoint = "guestfs_close")]
    internal static partial void Close(IntPtr g);

    [LibraryImport(Library, EntryPoint = "guestfs_last_error")]
    internal static partial IntPtr LastError(IntPtr g);

    [LibraryImport(Library, EntryPoint = "guestfs_set_error_handler")]
    internal static partial void SetErrorHandler(IntPtr g, IntPtr callback, IntPtr data);

    [LibraryImport(Library, EntryPoint = "guestfs_set_event_callback")]
    internal static partial int SetEventCallback(
        IntPtr g,
        delegate* unmanaged<IntPtr, IntPtr, ulong, int, int, byte*, nuint, ulong*, nuint, void> callback,
        ulong events,
        int flags,
        IntPtr data);

    [LibraryImport(Library, EntryPoint = "guestfs_set_backend", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int SetBackend(IntPtr g, string backend);

    [LibraryImport(Library, EntryPoint = "guestfs_set_backend_setting", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int SetBackendSetting(IntPtr g, string name, string value);

    [LibraryImport(Library, EntryPoint = "guestfs_set_pgroup")]
    internal static partial int SetProcessGroup(IntPtr g, int own);

    [LibraryImport(Library, EntryPoint = "guestfs_set_memsize")]
    internal static partial int SetMemorySize(IntPtr g, int mebibytes);

    [LibraryImport(Library, EntryPoint = "guestfs_get_pid")]
    internal static partial int GetProcessId(IntPtr g);

    [LibraryImport(Library, EntryPoint = "guestfs_add_drive_opts_argv", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int AddDrive(IntPtr g, string path, in DriveOptions options);

    [LibraryImport(Library, EntryPoint = "guestfs_launch")]
    internal static partial int Launch(IntPtr g);

    [LibraryImport(Library, EntryPoint = "guestfs_shutdown")]
    internal static partial int Shutdown(IntPtr g);

    [LibraryImport(Library, EntryPoint = "guestfs_list_devices")]
    internal static partial IntPtr ListDevices(IntPtr g);

    [LibraryImport(Library, EntryPoint = "guestfs_list_partitions")]
    internal static partial IntPtr ListPartitions(IntPtr g);

    [LibraryImport(Library, EntryPoint = "guestfs_lvs")]
    internal static partial IntPtr ListVolumes(IntPtr g);

    [LibraryImport(Library, EntryPoint = "guestfs_list_md_devices")]
    internal static partial IntPtr ListArrays(IntPtr g);

    [LibraryImport(Library, EntryPoint = "guestfs_md_detail", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial IntPtr ArrayDetail(IntPtr g, string device);

    [LibraryImport(Library, EntryPoint = "guestfs_list_filesystems")]
    internal static partial IntPtr ListFileSystems(IntPtr g);

    [LibraryImport(Library, EntryPoint = "guestfs_blkid", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial IntPtr BlkId(IntPtr g, string device);

    [LibraryImport(Library, EntryPoint = "guestfs_e2fsck_argv", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int E2fsck(IntPtr g, string device, in FsckOptions options);

    [LibraryImport(Library, EntryPoint = "guestfs_cryptsetup_open_argv", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int OpenLuks(IntPtr g, string device, string key, string name, in NoOptions options);

    [LibraryImport(Library, EntryPoint = "guestfs_lvm_scan")]
    internal static partial int ScanLvm(IntPtr g, int activate);

    [LibraryImport(Library, EntryPoint = "guestfs_mount_options", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Mount(IntPtr g, string options, string mountable, string folder);

    [LibraryImport(Library, EntryPoint = "guestfs_umount_opts_argv", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Unmount(IntPtr g, string folder, in NoOptions options);

    [LibraryImport(Library, EntryPoint = "guestfs_umount_all")]
    internal static partial int UnmountAll(IntPtr g);

    [LibraryImport(Library, EntryPoint = "guestfs_fstrim_argv", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Trim(IntPtr g, string folder, in NoOptions options);

    [LibraryImport(Library, EntryPoint = "guestfs_is_file_opts_argv", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int IsFile(IntPtr g, string path, in OneFlag followLinks);

    [LibraryImport(Library, EntryPoint = "guestfs_is_dir_opts_argv", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int IsFolder(IntPtr g, string path, in OneFlag followLinks);

    [LibraryImport(Library, EntryPoint = "guestfs_is_symlink", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int IsLink(IntPtr g, string path);

    [LibraryImport(Library, EntryPoint = "guestfs_readlink", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial IntPtr ReadLink(IntPtr g, string path);

    [LibraryImport(Library, EntryPoint = "guestfs_read_file", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial IntPtr Read(IntPtr g, string path, out nuint length);

    [LibraryImport(Library, EntryPoint = "guestfs_pread", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial IntPtr ReadAt(IntPtr g, string path, int count, long offset, out nuint length);

    [LibraryImport(Library, EntryPoint = "guestfs_write", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Write(IntPtr g, string path, byte* content, nuint length);

    [LibraryImport(Library, EntryPoint = "guestfs_filesize", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial long FileSize(IntPtr g, string path);

    [LibraryImport(Library, EntryPoint = "guestfs_truncate_size", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Truncate(IntPtr g, string path, long length);

    [LibraryImport(Library, EntryPoint = "guestfs_download", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Download(IntPtr g, string path, string localPath);

    [LibraryImport(Library, EntryPoint = "guestfs_upload", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Upload(IntPtr g, string localPath, string path);

    [LibraryImport(Library, EntryPoint = "guestfs_pwrite", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int WriteAt(IntPtr g, string path, byte* content, nuint length, long offset);

    [LibraryImport(Library, EntryPoint = "guestfs_glob_expand_opts_argv", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial IntPtr Glob(IntPtr g, string pattern, in OneFlag folderSlash);

    [LibraryImport(Library, EntryPoint = "guestfs_mkdir_p", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int MakeFolder(IntPtr g, string path);

    [LibraryImport(Library, EntryPoint = "guestfs_rm_rf", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Remove(IntPtr g, string path);

    [LibraryImport(Library, EntryPoint = "guestfs_mv", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Move(IntPtr g, string path, string newPath);

    [LibraryImport(Library, EntryPoint = "guestfs_cp_a", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Copy(IntPtr g, string path, string newPath);

    [LibraryImport(Library, EntryPoint = "guestfs_ln_sf", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Link(IntPtr g, string target, string path);

    [LibraryImport(Library, EntryPoint = "guestfs_chmod", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int ChangeMode(IntPtr g, int mode, string path);

    [LibraryImport(Library, EntryPoint = "guestfs_statvfs", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial IntPtr FileSystemStatus(IntPtr g, string path);

    [LibraryImport(Library, EntryPoint = "guestfs_command", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial IntPtr Command(IntPtr g, string?[] arguments);

    [LibraryImport(Library, EntryPoint = "guestfs_case_sensitive_path", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial IntPtr CaseSensitivePath(IntPtr g, string path);

    [LibraryImport(Library, EntryPoint = "guestfs_hivex_open_argv", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int OpenHive(IntPtr g, string path, in HiveOptions options);

    [LibraryImport(Library, EntryPoint = "guestfs_hivex_close")]
    internal static partial int CloseHive(IntPtr g);

    [LibraryImport(Library, EntryPoint = "guestfs_hivex_root")]
    internal static partial long HiveRoot(IntPtr g);

    /// <summary>0 where there is no such child.</summary>
    [LibraryImport(Library, EntryPoint = "guestfs_hivex_node_get_child", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial long HiveChild(IntPtr g, long node, string name);

    /// <summary>0 where there is no such value.</summary>
    [LibraryImport(Library, EntryPoint = "guestfs_hivex_node_get_value", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial long HiveValue(IntPtr g, long node, string name);

    [LibraryImport(Library, EntryPoint = "guestfs_hivex_value_value")]
    internal static partial IntPtr HiveValueBytes(IntPtr g, long value, out nuint length);

    [LibraryImport("libc", EntryPoint = "free")]
    internal static partial void Free(IntPtr memory);
}
