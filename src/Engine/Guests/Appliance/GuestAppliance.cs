using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using V2K.Engine.Interop;
using V2K.Rules;

namespace V2K.Engine.Guests.Appliance;

/// <summary>A disk to attach to an appliance.</summary>
/// <param name="Path">Its file or block device.</param>
/// <param name="Format">Its format, <c>qcow2</c> or <c>raw</c>; never probed.</param>
public sealed record ApplianceDisk(string Path, string Format)
{
    /// <summary>Whether nothing is written to it, whatever the appliance does.</summary>
    public bool IsReadOnly { get; init; }
}

/// <summary>
/// A libguestfs appliance: a small virtual machine that has a guest's disks attached, so that what hostile file systems do to
/// the kernel that mounts them happens in there. One thread at a time may use it.
/// </summary>
public sealed unsafe partial class GuestAppliance : IDisposable
{
    private const string SetupRemedy = "Run --target=Setup, which installs libguestfs";
    private const int Kill = 9;

    /// <summary>What to do where the guest's file system refuses.</summary>
    internal const string RepairRemedy = "Repair the guest under VMware and convert it again";

    private readonly ApplianceLog _log = new();
    private readonly CancellationToken _cancellation;
    private readonly GCHandle _self;
    private CancellationTokenRegistration _onCancel;
    private IntPtr _g;
    private int _process;

    private GuestAppliance(CancellationToken cancellation)
    {
        _cancellation = cancellation;
        _self = GCHandle.Alloc(this);
    }

    /// <summary>What the appliance said so far.</summary>
    public string Log => _log.Text;

    /// <summary>The process that runs it, for tests that kill it.</summary>
    internal int ProcessId => _process;

    /// <summary>
    /// Starts an appliance with <paramref name="disks"/> attached in this order, as <c>/dev/sda</c>, <c>/dev/sdb</c> and so on.
    /// Takes a few seconds, and some ten more without KVM.
    /// </summary>
    /// <param name="disks">The disks; written to without asking the host to keep order, so only whole when closed cleanly.</param>
    /// <param name="memoryMebibytes">Its memory; null for libguestfs's own measure. Opening an encrypted disk may take a gigabyte.</param>
    /// <param name="emulate">Do not use KVM. <c>LIBGUESTFS_BACKEND_SETTINGS</c> in the environment decides before this.</param>
    /// <param name="cancellation">Kills it.</param>
    /// <exception cref="V2KException">libguestfs is not installed, or its appliance does not start.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was asked for.</exception>
    public static GuestAppliance Launch(
        IReadOnlyList<ApplianceDisk> disks, bool emulate, int? memoryMebibytes, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var appliance = new GuestAppliance(cancellation);
        try
        {
            appliance.Start(disks, emulate, memoryMebibytes);
            return appliance;
        }
        catch (DllNotFoundException cause)
        {
            appliance.Dispose();
            throw new V2KException("libguestfs, which opens the guest's disks, is not installed", SetupRemedy, cause: cause);
        }
        catch
        {
            appliance.Dispose();
            throw;
        }
    }

    private void Start(IReadOnlyList<ApplianceDisk> disks, bool emulate, int? memoryMebibytes)
    {
        _g = LibGuestfs.Create(flags: 0);
        if (_g == IntPtr.Zero)
        {
            throw new V2KException("libguestfs cannot create a handle: memory is short", "Free some memory and run the same command again");
        }

        LibGuestfs.SetErrorHandler(_g, IntPtr.Zero, IntPtr.Zero);
        Check(LibGuestfs.SetEventCallback(
            _g, &OnEvent, LibGuestfs.LogEvents | LibGuestfs.ProgressEvent, flags: 0, GCHandle.ToIntPtr(_self)));
        Check(LibGuestfs.SetBackend(_g, "direct"));
        Check(LibGuestfs.SetProcessGroup(_g, own: 1));
        if (emulate && string.IsNullOrEmpty(Environment.GetEnvironmentVariable(ApplianceVariables.Settings)))
        {
            Check(LibGuestfs.SetBackendSetting(_g, "force_tcg", "1"));
        }

        if (memoryMebibytes is { } memory)
        {
            Check(LibGuestfs.SetMemorySize(_g, memory));
        }

        foreach (var disk in disks)
        {
            Attach(disk);
        }

        if (LibGuestfs.Launch(_g) < 0)
        {
            var reason = LastError();
            _cancellation.ThrowIfCancellationRequested();
            throw new V2KException(
                $"the libguestfs appliance does not start: {reason}{(_log.Tail is { Length: > 0 } tail ? $" ({tail})" : "")}",
                emulate
                    ? "Run libguestfs-test-tool, and fix what it reports"
                    : "Run libguestfs-test-tool, and fix what it reports; or run again with --virt-type=qemu, which does not use KVM");
        }

        _process = LibGuestfs.GetProcessId(_g);
        _onCancel = _cancellation.Register(() => Posix.Signal(_process, Kill));
    }

    private void Attach(ApplianceDisk disk)
    {
        // Written through to the page cache only: a failed run throws the overlay away, a good one is flushed before its commit.
        var format = Marshal.StringToCoTaskMemUTF8(disk.Format);
        var cache = Marshal.StringToCoTaskMemUTF8("unsafe");
        var discard = Marshal.StringToCoTaskMemUTF8("besteffort");
        try
        {
            Check(LibGuestfs.AddDrive(_g, disk.Path, new LibGuestfs.DriveOptions
            {
                Bits = (1 << 0) | (1 << 1) | (1 << 9) | (1 << 10),
                ReadOnly = disk.IsReadOnly ? 1 : 0,
                Format = format,
                CacheMode = cache,
                Discard = discard,
            }));
        }
        finally
        {
            Marshal.FreeCoTaskMem(format);
            Marshal.FreeCoTaskMem(cache);
            Marshal.FreeCoTaskMem(discard);
        }
    }

    /// <summary>Unmounts everything and ends the appliance; the disks hold all that was written.</summary>
    /// <exception cref="V2KException">It did not end as it should: what the disks hold is not to be trusted.</exception>
    public void Shutdown()
    {
        Check(LibGuestfs.UnmountAll(_g));
        Check(LibGuestfs.Shutdown(_g));
        _onCancel.Dispose();
    }

    /// <summary>Ends the appliance at once; after <see cref="Shutdown"/>, lets go of it.</summary>
    public void Dispose()
    {
        _onCancel.Dispose();
        if (_g != IntPtr.Zero)
        {
            LibGuestfs.Close(_g);
            _g = IntPtr.Zero;
        }

        if (_self.IsAllocated)
        {
            _self.Free();
        }
    }

    [UnmanagedCallersOnly]
    private static void OnEvent(
        IntPtr g, IntPtr data, ulong kind, int handle, int flags, byte* text, nuint length, ulong* numbers, nuint count)
    {
        if (GCHandle.FromIntPtr(data).Target is not GuestAppliance appliance)
        {
            return;
        }

        if (kind != LibGuestfs.ProgressEvent)
        {
            appliance._log.Add(new ReadOnlySpan<byte>(text, checked((int)length)));
        }

        // A launch gives no other chance to be stopped.
        if (appliance._process == 0 && appliance._cancellation.IsCancellationRequested && LibGuestfs.GetProcessId(g) is > 0 and var process)
        {
            Posix.Signal(process, Kill);
        }
    }

    /// <summary>The first line: what follows is advice for who uses libguestfs from a shell.</summary>
    private string LastError() => Marshal.PtrToStringUTF8(LibGuestfs.LastError(_g))?.Split('\n')[0] ?? "no reason is given";

    private int Check(int result, [CallerMemberName] string what = "", string? file = null) =>
        result >= 0 ? result : throw Failure(what, file);

    private IntPtr Check(IntPtr result, [CallerMemberName] string what = "", string? file = null) =>
        result != IntPtr.Zero ? result : throw Failure(what, file);

    private Exception Failure(string what, string? file)
    {
        var reason = LastError();
        if (_cancellation.IsCancellationRequested)
        {
            return new OperationCanceledException(_cancellation);
        }

        return IsGone(reason)
            ? new V2KException(
                "the libguestfs appliance crashed during the adjustment of the guest",
                "Run the same command again: the converted disk is unchanged. If it crashes again, check whether this host is short of memory")
            : new V2KException(
                $"{what} fails in the guest: {reason}",
                RepairRemedy,
                file);
    }

    /// <summary>libguestfs's words for a connection that broke; errno is not set for it.</summary>
    private static bool IsGone(string reason) =>
        reason.Contains("unexpectedly", StringComparison.Ordinal)
        || reason.Contains("called before launch", StringComparison.Ordinal)
        || reason.Contains("appliance closed", StringComparison.Ordinal);

    private static string TakeString(IntPtr text)
    {
        var result = Marshal.PtrToStringUTF8(text)!;
        LibGuestfs.Free(text);
        return result;
    }

    private static byte[] TakeBytes(IntPtr bytes, nuint length)
    {
        var result = new ReadOnlySpan<byte>((void*)bytes, checked((int)length)).ToArray();
        LibGuestfs.Free(bytes);
        return result;
    }

    private static List<string> TakeList(IntPtr list)
    {
        var result = new List<string>();
        for (var item = (IntPtr*)list; *item != IntPtr.Zero; item++)
        {
            result.Add(TakeString(*item));
        }

        LibGuestfs.Free(list);
        return result;
    }

    private static Dictionary<string, string> TakeTable(IntPtr table)
    {
        var words = TakeList(table);
        var result = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i + 1 < words.Count; i += 2)
        {
            result[words[i]] = words[i + 1];
        }

        return result;
    }
}
