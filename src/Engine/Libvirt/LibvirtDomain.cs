using System.Net;
using System.Runtime.InteropServices;
using System.Xml.Linq;

namespace V2K.Engine.Libvirt;

/// <summary>A domain that libvirt knows.</summary>
public sealed class LibvirtDomain : IDisposable
{
    /// <summary><c>VIR_MEMORY_PHYSICAL</c>.</summary>
    private const uint PhysicalMemory = 2;

    private const uint ManagedSave = 1;
    private const uint Nvram = 4;
    private const uint KeepNvram = 8;
    private const uint TpmState = 32;
    private const uint Inactive = 2;
    private const uint HumanMonitor = 1;
    private const int MetadataElement = 2;
    private const uint AffectConfig = 2;
    private const int MaximumScreenshot = 64 << 20;

    /// <summary><c>VIR_KEYCODE_SET_LINUX</c>.</summary>
    private const uint LinuxKeys = 0;

    private const uint HoldMilliseconds = 50;

    /// <summary>QEMU looks once a second whether somebody has opened a port (chardev/char-pty.c), and reads what was written before only while it is open.</summary>
    private static readonly TimeSpan UntilRead = TimeSpan.FromSeconds(3);

    /// <summary><c>VIR_DOMAIN_INTERFACE_ADDRESSES_SRC_LEASE</c>, <c>_ARP</c> and <c>_AGENT</c>.</summary>
    private static readonly uint[] AddressSources = [0, 2, 1];

    private readonly DomainHandle _handle;
    private readonly string _uri;

    internal LibvirtDomain(DomainHandle handle, string uri)
    {
        _handle = handle;
        _uri = uri;
        Name = Marshal.PtrToStringUTF8(LibvirtApi.DomainGetName(handle)) ?? "";
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Whether it runs, paused included.</summary>
    public bool IsActive => Check(LibvirtApi.DomainIsActive(_handle), "cannot query whether it runs") == 1;

    /// <summary>Its present state; <see cref="DomainState.Gone"/> for a transient domain that has ended.</summary>
    public DomainState State
    {
        get
        {
            if (LibvirtApi.DomainGetState(_handle, out var state, out _, 0) == 0)
            {
                return Enum.IsDefined((DomainState)state) ? (DomainState)state : DomainState.Unknown;
            }

            var error = LibvirtError.Last();
            return error.IsNotFound ? DomainState.Gone : throw error.Explain($"cannot query the state of {Name}", "Run the same command again", _uri);
        }
    }

    /// <summary>What it will start with next time, as libvirt completes it.</summary>
    public XElement DefinedXml() => Xml(Inactive);

    /// <summary>What it runs with now.</summary>
    public XElement LiveXml() => Xml(0);

    /// <summary>Whether libvirt starts it with the host.</summary>
    public bool Autostarts
    {
        get
        {
            Check(LibvirtApi.DomainGetAutostart(_handle, out var autostart), "cannot query its autostart");
            return autostart != 0;
        }
    }

    /// <summary>Has libvirt start it with the host, or not.</summary>
    public void SetAutostart(bool autostart) =>
        Check(LibvirtApi.DomainSetAutostart(_handle, autostart ? 1 : 0), "cannot set its autostart");

    /// <summary>Gives it another name; it must not run.</summary>
    public void Rename(string name) => Check(LibvirtApi.DomainRename(_handle, name, 0), $"cannot rename it to {name}");

    /// <summary>Attaches an element of a namespace of one's own to its definition.</summary>
    public void SetMetadata(XElement element, string prefix)
    {
        ArgumentNullException.ThrowIfNull(element);
        // libvirt adds the namespace and the prefix itself.
        var bare = new XElement(element.Name.LocalName, element.Attributes().Where(attribute => !attribute.IsNamespaceDeclaration));
        Check(
            LibvirtApi.DomainSetMetadata(_handle, MetadataElement, bare.ToString(SaveOptions.DisableFormatting), prefix, element.Name.NamespaceName, AffectConfig),
            "cannot attach metadata");
    }

    /// <summary>Makes libvirt forget it; disks stay.</summary>
    /// <param name="withState">Also the firmware's variables, the saved state and the TPM's content; else the variables stay.</param>
    public void Undefine(bool withState)
    {
        var everything = ManagedSave | Nvram;
        var flags = withState ? everything | TpmState : KeepNvram;
        if (LibvirtApi.DomainUndefine(_handle, flags) < 0)
        {
            // Before libvirt 8.9 the flag for the TPM is not known, and its content goes without being asked for.
            Check(withState ? LibvirtApi.DomainUndefine(_handle, everything) : -1, "cannot undefine it");
        }
    }

    /// <summary>
    /// The addresses that its guest has, as leases of libvirt's networks, the host's ARP table and the guest agent say; without those of loopbacks
    /// and links. Empty where none of them knows any.
    /// </summary>
    internal unsafe IReadOnlyList<string> Addresses()
    {
        var addresses = new List<string>();
        foreach (var source in AddressSources)
        {
            InterfaceAddresses** interfaces;

            // A source that does not know the domain, or does not answer, is an error, and the others may know it.
            var count = LibvirtApi.DomainInterfaceAddresses(_handle, &interfaces, source, 0);
            for (var i = 0; i < count; i++)
            {
                for (var j = 0; j < interfaces[i]->Count; j++)
                {
                    if (IPAddress.TryParse(Marshal.PtrToStringUTF8(interfaces[i]->Addresses[j].Text), out var address)
                        && !IPAddress.IsLoopback(address) && !address.IsIPv6LinkLocal)
                    {
                        addresses.Add(address.ToString());
                    }
                }

                LibvirtApi.DomainInterfaceFree(interfaces[i]);
            }

            if (count >= 0)
            {
                LibvirtApi.Free((nint)interfaces);
            }
        }

        return addresses;
    }

    /// <summary>Starts it as it is defined.</summary>
    /// <exception cref="Rules.V2KException">libvirt or QEMU refuses it.</exception>
    public void Start()
    {
        if (LibvirtApi.DomainStart(_handle) < 0)
        {
            throw LibvirtError.Last().Explain($"cannot start {Name}", $"Correct that, and try it with virsh start '{Name}'", _uri);
        }
    }

    /// <summary>Asks its guest to shut down; returns at once. A guest may ignore that.</summary>
    public void ShutDown() => Check(LibvirtApi.DomainShutDown(_handle), "cannot ask it to shut down");

    /// <summary>Pulls its plug. One that has ended already is left alone.</summary>
    public void Destroy()
    {
        if (LibvirtApi.DomainDestroy(_handle, 0) < 0 && State is not (DomainState.Gone or DomainState.ShutOff))
        {
            throw LibvirtError.Last().Explain($"cannot stop {Name}", $"Stop it with virsh destroy '{Name}'", _uri);
        }
    }

    /// <summary>What its screen shows, as libvirt sends it: a portable pixmap, or PNG.</summary>
    public byte[] Screenshot(LibvirtConnection connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        return connection.Receive(stream => LibvirtApi.DomainScreenshot(_handle, stream, 0, 0), $"cannot take a screenshot of {Name}", MaximumScreenshot);
    }

    /// <summary>Presses keys on its keyboard, one list after the other, by the numbers of linux/input-event-codes.h.</summary>
    internal unsafe void PressKeys(IReadOnlyList<uint[]> strokes)
    {
        foreach (var together in strokes)
        {
            fixed (uint* codes = together)
            {
                Check(LibvirtApi.DomainSendKey(_handle, LinuxKeys, HoldMilliseconds, codes, together.Length, 0), "cannot type on its keyboard");
            }
        }
    }

    /// <summary>Sends <paramref name="bytes"/> to its serial port, which must be a pty; what it says meanwhile is only in the port's log.</summary>
    internal unsafe void SendToConsole(LibvirtConnection connection, ReadOnlySpan<byte> bytes)
    {
        using var stream = connection.NewStream();
        Check(LibvirtApi.DomainOpenConsole(_handle, device: null, stream, 0), "cannot open its serial port");
        fixed (byte* start = bytes)
        {
            Check(LibvirtApi.StreamSend(stream, start, (nuint)bytes.Length), "cannot write to its serial port");
        }

        Thread.Sleep(UntilRead);
        _ = LibvirtApi.StreamAbort(stream);
    }

    /// <summary>Copies physical memory of the guest, at most a few MiB at once.</summary>
    /// <returns>False where there is none, or libvirt does not give it.</returns>
    internal unsafe bool TryPeek(ulong start, Span<byte> buffer)
    {
        fixed (byte* bytes = buffer)
        {
            return LibvirtApi.DomainMemoryPeek(_handle, start, (nuint)buffer.Length, bytes, PhysicalMemory) == 0;
        }
    }

    /// <summary>Whether the guest agent answers within <paramref name="seconds"/>: <c>guest-ping</c>.</summary>
    internal bool PingAgent(int seconds) => AskAgent("""{"execute":"guest-ping"}""", seconds) is not null;

    /// <summary>Asks the guest agent; https://www.qemu.org/docs/master/interop/qemu-ga-ref.html.</summary>
    /// <returns>Its answer; null where none comes in time.</returns>
    public string? AskAgent(string command, int seconds)
    {
        var answer = LibvirtApi.DomainAgentCommand(_handle, command, seconds, 0);
        return answer == 0 ? null : NativeText.Take(answer);
    }

    /// <summary>Gives QEMU's monitor a command that people use; https://www.qemu.org/docs/master/system/monitor.html.</summary>
    /// <returns>Its answer; null where QEMU gives none.</returns>
    public string? AskMonitor(string command) =>
        LibvirtApi.DomainMonitorCommand(_handle, command, out var answer, HumanMonitor) == 0 ? NativeText.Take(answer) : null;

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    private XElement Xml(uint flags)
    {
        var text = LibvirtApi.DomainGetXml(_handle, flags);
        return text == 0
            ? throw LibvirtError.Last().Explain($"cannot read the definition of {Name}", "Run the same command again", _uri)
            : DomainXml.Parse(NativeText.Take(text), $"libvirt's definition of {Name}");
    }

    private int Check(int result, string what) =>
        result >= 0 ? result : throw LibvirtError.Last().Explain($"{Name}: {what}", "Fix this and run the same command again", _uri);
}

/// <summary><c>virDomainState</c>, and what it has no number for.</summary>
public enum DomainState
{
    /// <summary>libvirt does not say.</summary>
    Unknown = 0,

    /// <summary>Running, or ready to.</summary>
    Running = 1,

    /// <summary>Waits for I/O.</summary>
    Blocked = 2,

    /// <summary>Stopped by libvirt or QEMU, for an I/O error for example.</summary>
    Paused = 3,

    /// <summary>On its way down.</summary>
    ShuttingDown = 4,

    /// <summary>Off.</summary>
    ShutOff = 5,

    /// <summary>The guest crashed and said so.</summary>
    Crashed = 6,

    /// <summary>Suspended by the guest's power management.</summary>
    Suspended = 7,

    /// <summary>libvirt has forgotten it.</summary>
    Gone = -1,
}
