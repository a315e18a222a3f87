using System.Runtime.InteropServices;
using System.Xml.Linq;

namespace V2K.Engine.Libvirt;

/// <summary>An address that a network's DHCP server gave away.</summary>
/// <param name="Mac">To which card, in lower case with colons.</param>
/// <param name="Address">The IP address.</param>
/// <param name="HostName">What the guest called itself; null where it gave no name.</param>
public sealed record DhcpLease(string Mac, string Address, string? HostName);

/// <summary>A virtual network that libvirt knows.</summary>
public sealed class LibvirtNetwork : IDisposable
{
    private readonly NetworkHandle _handle;
    private readonly string _uri;

    internal LibvirtNetwork(NetworkHandle handle, string uri)
    {
        _handle = handle;
        _uri = uri;
        Name = Marshal.PtrToStringUTF8(LibvirtApi.NetworkGetName(handle)) ?? "";
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Whether it is started: a domain cannot start on one that is not.</summary>
    public bool IsActive => LibvirtApi.NetworkIsActive(_handle) == 1;

    /// <summary>Its definition, as libvirt completes it.</summary>
    public XElement Xml()
    {
        var text = LibvirtApi.NetworkGetXml(_handle, 0);
        return text == 0
            ? throw LibvirtError.Last().Explain($"cannot read the network {Name}", "Run the same command again", _uri)
            : DomainXml.Parse(NativeText.Take(text), $"libvirt's network {Name}");
    }

    /// <summary>The addresses that are given away at present.</summary>
    public unsafe IReadOnlyList<DhcpLease> Leases()
    {
        LibvirtApi.Lease** list;
        var count = LibvirtApi.NetworkGetLeases(_handle, 0, &list, 0);
        if (count < 0)
        {
            throw LibvirtError.Last().Explain($"cannot query the addresses on {Name}", "Run the same command again", _uri);
        }

        var leases = new List<DhcpLease>(count);
        for (var i = 0; i < count; i++)
        {
            leases.Add(new DhcpLease(
                (Marshal.PtrToStringUTF8(list[i]->Mac) ?? "").ToLowerInvariant(),
                Marshal.PtrToStringUTF8(list[i]->Address) ?? "",
                Marshal.PtrToStringUTF8(list[i]->HostName)));
            LibvirtApi.NetworkLeaseFree(list[i]);
        }

        LibvirtApi.Free((nint)list);
        return leases;
    }

    /// <summary>Stops it; a transient one is gone then.</summary>
    public void Destroy()
    {
        if (LibvirtApi.NetworkDestroy(_handle) < 0 && LibvirtError.Last() is { IsNotFound: false } error)
        {
            throw error.Explain($"cannot stop the network {Name}", $"Stop it with virsh net-destroy '{Name}'", _uri);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();
}
