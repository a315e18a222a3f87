using System.Runtime.InteropServices;

namespace V2K.Engine.Libvirt;

/// <summary>An object of libvirt's, given back when it is no longer needed.</summary>
internal abstract class LibvirtHandle() : SafeHandle(invalidHandleValue: 0, ownsHandle: true)
{
    /// <inheritdoc/>
    public sealed override bool IsInvalid => handle == 0;
}

/// <summary><c>virConnectPtr</c>.</summary>
internal sealed class ConnectionHandle : LibvirtHandle
{
    protected override bool ReleaseHandle() => LibvirtApi.ConnectClose(handle) >= 0;
}

/// <summary><c>virDomainPtr</c>.</summary>
internal sealed class DomainHandle : LibvirtHandle
{
    /// <summary>Takes over what a list gave.</summary>
    internal static DomainHandle Own(nint domain)
    {
        var owner = new DomainHandle();
        owner.SetHandle(domain);
        return owner;
    }

    protected override bool ReleaseHandle() => LibvirtApi.DomainFree(handle) == 0;
}

/// <summary><c>virNetworkPtr</c>.</summary>
internal sealed class NetworkHandle : LibvirtHandle
{
    /// <summary>Takes over what a list gave.</summary>
    internal static NetworkHandle Own(nint network)
    {
        var owner = new NetworkHandle();
        owner.SetHandle(network);
        return owner;
    }

    protected override bool ReleaseHandle() => LibvirtApi.NetworkFree(handle) == 0;
}

/// <summary><c>virStoragePoolPtr</c>.</summary>
internal sealed class PoolHandle : LibvirtHandle
{
    protected override bool ReleaseHandle() => LibvirtApi.StoragePoolFree(handle) == 0;
}

/// <summary><c>virStreamPtr</c>.</summary>
internal sealed class StreamHandle : LibvirtHandle
{
    protected override bool ReleaseHandle() => LibvirtApi.StreamFree(handle) == 0;
}
