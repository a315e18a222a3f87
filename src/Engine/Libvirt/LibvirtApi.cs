using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace V2K.Engine.Libvirt;

/// <summary>
/// The functions of libvirt.so.0 and libvirt-qemu.so.0 that V2K calls, under their own names:
/// https://libvirt.org/html/index.html. They may be called from any thread; an error belongs to the thread that made it.
/// </summary>
internal static unsafe partial class LibvirtApi
{
    internal const string Library = "libvirt.so.0";

    private const string QemuLibrary = "libvirt-qemu.so.0";

    /// <summary>libvirt prints every error to standard error unless it is given something else to do with it.</summary>
    internal static void SilenceErrors() => SetErrorFunction(0, &Ignore);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Ignore(nint userData, nint error)
    {
    }

    [LibraryImport(Library, EntryPoint = "virSetErrorFunc")]
    private static partial void SetErrorFunction(nint userData, delegate* unmanaged[Cdecl]<nint, nint, void> handler);

    [LibraryImport(Library, EntryPoint = "virGetLastError")]
    internal static partial nint GetLastError();

    [LibraryImport(Library, EntryPoint = "virConnectOpen", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial ConnectionHandle ConnectOpen(string uri);

    [LibraryImport(Library, EntryPoint = "virConnectClose")]
    internal static partial int ConnectClose(nint connection);

    [LibraryImport(Library, EntryPoint = "virConnectIsAlive")]
    internal static partial int ConnectIsAlive(ConnectionHandle connection);

    [LibraryImport(Library, EntryPoint = "virConnectGetDomainCapabilities", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint ConnectGetDomainCapabilities(
        ConnectionHandle connection, string? emulator, string? architecture, string? machine, string? virtType, uint flags);

    [LibraryImport(Library, EntryPoint = "virConnectListAllNetworks")]
    internal static partial int ConnectListAllNetworks(ConnectionHandle connection, nint** networks, uint flags);

    [LibraryImport(Library, EntryPoint = "virConnectListAllDomains")]
    internal static partial int ConnectListAllDomains(ConnectionHandle connection, nint** domains, uint flags);

    [LibraryImport(Library, EntryPoint = "virDomainLookupByUUIDString", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial DomainHandle DomainLookupByUuid(ConnectionHandle connection, string uuid);

    [LibraryImport(Library, EntryPoint = "virDomainLookupByName", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial DomainHandle DomainLookupByName(ConnectionHandle connection, string name);

    [LibraryImport(Library, EntryPoint = "virDomainDefineXMLFlags", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial DomainHandle DomainDefine(ConnectionHandle connection, string xml, uint flags);

    [LibraryImport(Library, EntryPoint = "virDomainCreateXML", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial DomainHandle DomainCreate(ConnectionHandle connection, string xml, uint flags);

    [LibraryImport(Library, EntryPoint = "virDomainCreate")]
    internal static partial int DomainStart(DomainHandle domain);

    [LibraryImport(Library, EntryPoint = "virDomainShutdown")]
    internal static partial int DomainShutDown(DomainHandle domain);

    [LibraryImport(Library, EntryPoint = "virDomainInterfaceAddresses")]
    internal static unsafe partial int DomainInterfaceAddresses(DomainHandle domain, InterfaceAddresses*** interfaces, uint source, uint flags);

    [LibraryImport(Library, EntryPoint = "virDomainInterfaceFree")]
    internal static unsafe partial void DomainInterfaceFree(InterfaceAddresses* addresses);

    [LibraryImport(Library, EntryPoint = "virDomainFree")]
    internal static partial int DomainFree(nint domain);

    [LibraryImport(Library, EntryPoint = "virDomainGetName")]
    internal static partial nint DomainGetName(DomainHandle domain);

    [LibraryImport(Library, EntryPoint = "virDomainGetXMLDesc")]
    internal static partial nint DomainGetXml(DomainHandle domain, uint flags);

    [LibraryImport(Library, EntryPoint = "virDomainGetState")]
    internal static partial int DomainGetState(DomainHandle domain, out int state, out int reason, uint flags);

    [LibraryImport(Library, EntryPoint = "virDomainIsActive")]
    internal static partial int DomainIsActive(DomainHandle domain);

    [LibraryImport(Library, EntryPoint = "virDomainGetAutostart")]
    internal static partial int DomainGetAutostart(DomainHandle domain, out int autostart);

    [LibraryImport(Library, EntryPoint = "virDomainSetAutostart")]
    internal static partial int DomainSetAutostart(DomainHandle domain, int autostart);

    [LibraryImport(Library, EntryPoint = "virDomainRename", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int DomainRename(DomainHandle domain, string name, uint flags);

    [LibraryImport(Library, EntryPoint = "virDomainSetMetadata", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int DomainSetMetadata(
        DomainHandle domain, int type, string metadata, string key, string uri, uint flags);

    [LibraryImport(Library, EntryPoint = "virDomainUndefineFlags")]
    internal static partial int DomainUndefine(DomainHandle domain, uint flags);

    [LibraryImport(Library, EntryPoint = "virDomainDestroyFlags")]
    internal static partial int DomainDestroy(DomainHandle domain, uint flags);

    [LibraryImport(Library, EntryPoint = "virDomainScreenshot")]
    internal static partial nint DomainScreenshot(DomainHandle domain, StreamHandle stream, uint screen, uint flags);

    [LibraryImport(Library, EntryPoint = "virDomainSendKey")]
    internal static partial int DomainSendKey(DomainHandle domain, uint codeSet, uint milliseconds, uint* codes, int count, uint flags);

    [LibraryImport(Library, EntryPoint = "virDomainOpenConsole", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int DomainOpenConsole(DomainHandle domain, string? device, StreamHandle stream, uint flags);

    [LibraryImport(Library, EntryPoint = "virDomainMemoryPeek")]
    internal static unsafe partial int DomainMemoryPeek(DomainHandle domain, ulong start, nuint size, byte* buffer, uint flags);

    [LibraryImport(QemuLibrary, EntryPoint = "virDomainQemuAgentCommand", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint DomainAgentCommand(DomainHandle domain, string command, int timeoutSeconds, uint flags);

    [LibraryImport(QemuLibrary, EntryPoint = "virDomainQemuMonitorCommand", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int DomainMonitorCommand(DomainHandle domain, string command, out nint result, uint flags);

    [LibraryImport(Library, EntryPoint = "virNetworkLookupByName", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial NetworkHandle NetworkLookupByName(ConnectionHandle connection, string name);

    [LibraryImport(Library, EntryPoint = "virNetworkCreateXML", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial NetworkHandle NetworkCreate(ConnectionHandle connection, string xml);

    [LibraryImport(Library, EntryPoint = "virNetworkFree")]
    internal static partial int NetworkFree(nint network);

    [LibraryImport(Library, EntryPoint = "virNetworkGetName")]
    internal static partial nint NetworkGetName(NetworkHandle network);

    [LibraryImport(Library, EntryPoint = "virNetworkGetXMLDesc")]
    internal static partial nint NetworkGetXml(NetworkHandle network, uint flags);

    [LibraryImport(Library, EntryPoint = "virNetworkIsActive")]
    internal static partial int NetworkIsActive(NetworkHandle network);

    [LibraryImport(Library, EntryPoint = "virNetworkDestroy")]
    internal static partial int NetworkDestroy(NetworkHandle network);

    [LibraryImport(Library, EntryPoint = "virNetworkGetDHCPLeases")]
    internal static partial int NetworkGetLeases(NetworkHandle network, nint mac, Lease*** leases, uint flags);

    [LibraryImport(Library, EntryPoint = "virNetworkDHCPLeaseFree")]
    internal static partial void NetworkLeaseFree(Lease* lease);

    [LibraryImport(Library, EntryPoint = "virStoragePoolLookupByName", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial PoolHandle StoragePoolLookupByName(ConnectionHandle connection, string name);

    [LibraryImport(Library, EntryPoint = "virStoragePoolFree")]
    internal static partial int StoragePoolFree(nint pool);

    [LibraryImport(Library, EntryPoint = "virStreamNew")]
    internal static partial StreamHandle StreamNew(ConnectionHandle connection, uint flags);

    [LibraryImport(Library, EntryPoint = "virStreamRecv")]
    internal static partial int StreamReceive(StreamHandle stream, byte* data, nuint length);

    [LibraryImport(Library, EntryPoint = "virStreamSend")]
    internal static partial int StreamSend(StreamHandle stream, byte* data, nuint length);

    [LibraryImport(Library, EntryPoint = "virStreamAbort")]
    internal static partial int StreamAbort(StreamHandle stream);

    [LibraryImport(Library, EntryPoint = "virStreamFinish")]
    internal static partial int StreamFinish(StreamHandle stream);

    [LibraryImport(Library, EntryPoint = "virStreamFree")]
    internal static partial int StreamFree(nint stream);

    /// <summary>What libvirt allocates with malloc(3), its callers give back.</summary>
    [LibraryImport("libc", EntryPoint = "free")]
    internal static partial void Free(nint memory);

    /// <summary>The start of <c>struct _virError</c>; the rest repeats the message in parts.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal readonly record struct Error(int Code, int Domain, nint Message);

    /// <summary><c>struct _virNetworkDHCPLease</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct Lease
    {
        internal nint Interface;
        internal long Expiry;
        internal int Type;
        internal nint Mac;
        internal nint Iaid;
        internal nint Address;
        internal uint Prefix;
        internal nint HostName;
        internal nint ClientId;
    }
}

/// <summary><c>virDomainInterface</c>: a network interface with its addresses.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct InterfaceAddresses
{
    /// <summary>As the host or the guest calls it.</summary>
    internal nint Name;

    /// <summary>The MAC address.</summary>
    internal nint Mac;

    /// <summary>How many <see cref="Addresses"/> there are.</summary>
    internal uint Count;

    /// <summary>The addresses.</summary>
    internal InterfaceAddress* Addresses;
}

/// <summary><c>virDomainIPAddress</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct InterfaceAddress
{
    /// <summary>0 for IPv4, 1 for IPv6.</summary>
    internal int Type;

    /// <summary>The address as text.</summary>
    internal nint Text;

    /// <summary>The length of the network's prefix.</summary>
    internal uint Prefix;
}
