using System.Xml.Linq;
using V2K.Rules;

namespace V2K.Engine.Libvirt;

/// <summary>
/// A connection to libvirt. One serves a whole run and all its threads. Through the library rather than
/// <c>virsh</c>: a question costs a fraction of a millisecond, errors come with their numbers, and a domain can be tied to
/// the life of this process; see docs/decisions.
/// </summary>
public sealed class LibvirtConnection : IDisposable
{
    internal const string StartRemedy =
        "Check that it runs (systemctl start libvirtd virtlogd, or libvirtd -d and virtlogd -d where there is no systemd) and run the same command again";

    private const uint Validate = 1;
    private const uint AutoDestroy = 2;

    private readonly ConnectionHandle _handle;

    private LibvirtConnection(LibvirtUri uri, ConnectionHandle handle)
    {
        (Uri, IsLocal) = (uri.ToString(), uri.IsLocal);
        _handle = handle;
    }

    /// <summary>As it was asked for, such as <c>qemu:///system</c>, without a password.</summary>
    public string Uri { get; }

    /// <summary>Whether its domains run on this host, so that paths and devices mean the same here and there.</summary>
    public bool IsLocal { get; }

    /// <summary>Whether the daemon still answers, as far as is known.</summary>
    public bool IsAlive => LibvirtApi.ConnectIsAlive(_handle) == 1;

    /// <summary>Connects to <paramref name="uri"/>.</summary>
    /// <exception cref="V2KException">The library is missing, the daemon does not run, or does not let this user in.</exception>
    public static LibvirtConnection Open(LibvirtUri uri)
    {
        ArgumentNullException.ThrowIfNull(uri);
        try
        {
            LibvirtApi.SilenceErrors();
            var handle = LibvirtApi.ConnectOpen(uri.Reveal());
            if (!handle.IsInvalid)
            {
                return new LibvirtConnection(uri, handle);
            }

            handle.Dispose();
            var error = LibvirtError.Last();
            throw new V2KException($"libvirt at {uri} does not answer: {error.Message}", RemedyFor(error), key: "--connect");
        }
        catch (DllNotFoundException cause)
        {
            throw new V2KException(
                $"{LibvirtApi.Library} is not installed, and is needed to talk to libvirt",
                "Run --target=Setup, or --target=Doctor to see everything that is missing",
                cause: cause);
        }
    }

    /// <summary>Whether <paramref name="uri"/> means a libvirt of this host: no host name in it.</summary>
    public static bool IsLocalUri(string uri)
    {
        var scheme = uri.IndexOf("://", StringComparison.Ordinal);
        return scheme > 0
            && uri.AsSpan(scheme + 3).StartsWith("/")
            && (uri.IndexOf('+', StringComparison.Ordinal) is var plus && (plus < 0 || plus > scheme || uri.AsSpan(plus, scheme - plus) is "+unix"));
    }

    /// <summary>The domain of that UUID; null where there is none.</summary>
    public LibvirtDomain? FindDomain(Guid uuid) =>
        Found(LibvirtApi.DomainLookupByUuid(_handle, uuid.ToString("D")), $"cannot look for the domain {uuid}") is { } handle
            ? new LibvirtDomain(handle, Uri) : null;

    /// <summary>The domain of that name; null where there is none.</summary>
    public LibvirtDomain? FindDomain(string name) =>
        Found(LibvirtApi.DomainLookupByName(_handle, name), $"cannot look for the domain {name}") is { } handle
            ? new LibvirtDomain(handle, Uri) : null;

    /// <summary>Every domain, running or not.</summary>
    public unsafe IReadOnlyList<LibvirtDomain> Domains()
    {
        nint* list;
        var count = LibvirtApi.ConnectListAllDomains(_handle, &list, 0);
        return [.. Listed(list, count, "cannot list the domains").Select(domain => new LibvirtDomain(DomainHandle.Own(domain), Uri))];
    }

    /// <summary>Defines a domain, checked against libvirt's schema too, or redefines the one of its UUID.</summary>
    /// <exception cref="V2KException">libvirt refuses it.</exception>
    public LibvirtDomain Define(string xml, string name) => new(
        Made(LibvirtApi.DomainDefine(_handle, xml, Validate), $"libvirt refuses the definition of {name}", "Correct the rule, template or mapping that produced it"),
        Uri);

    /// <summary>
    /// Starts a domain that libvirt forgets when it ends, and ends when this connection does, however that happens.
    /// </summary>
    /// <exception cref="V2KException">libvirt or QEMU refuses it.</exception>
    public LibvirtDomain Start(string xml, string name, string remedy) => new(
        Made(LibvirtApi.DomainCreate(_handle, xml, AutoDestroy), $"cannot start {name}", remedy), Uri);

    /// <summary>The network of that name; null where there is none.</summary>
    public LibvirtNetwork? FindNetwork(string name) =>
        Found(LibvirtApi.NetworkLookupByName(_handle, name), $"cannot look for the network {name}") is { } handle
            ? new LibvirtNetwork(handle, Uri) : null;

    /// <summary>Every network, active or not.</summary>
    public unsafe IReadOnlyList<LibvirtNetwork> Networks()
    {
        nint* list;
        var count = LibvirtApi.ConnectListAllNetworks(_handle, &list, 0);
        return [.. Listed(list, count, "cannot list the networks").Select(network => new LibvirtNetwork(NetworkHandle.Own(network), Uri))];
    }

    /// <summary>Starts a network that libvirt forgets when it ends.</summary>
    /// <exception cref="V2KException">libvirt refuses it.</exception>
    public LibvirtNetwork StartNetwork(string xml, string name) => new(
        Made(LibvirtApi.NetworkCreate(_handle, xml), $"cannot start the network {name}", "Check that dnsmasq and iptables are installed (--target=Doctor) and that this user may create networks"),
        Uri);

    /// <summary>Whether there is a storage pool of that name.</summary>
    public bool HasPool(string name)
    {
        using var pool = Found(LibvirtApi.StoragePoolLookupByName(_handle, name), $"cannot look for the storage pool {name}");
        return pool is not null;
    }

    /// <summary>What domains of this kind may have here: https://libvirt.org/formatdomaincaps.html.</summary>
    /// <returns>Null where libvirt cannot run such domains at all.</returns>
    public XElement? DomainCapabilities(string? architecture, string? machine, string virtType)
    {
        var text = LibvirtApi.ConnectGetDomainCapabilities(_handle, emulator: null, architecture, machine, virtType, 0);
        if (text != 0)
        {
            return DomainXml.Parse(NativeText.Take(text), "libvirt's capabilities");
        }

        var error = LibvirtError.Last();
        return error.IsConnectionLost ? throw error.Explain("cannot query the capabilities of domains", "", Uri) : null;
    }

    /// <summary>A stream that nothing goes through yet.</summary>
    internal StreamHandle NewStream() => LibvirtApi.StreamNew(_handle, 0);

    /// <summary>Receives all that libvirt sends of a screenshot, at most <paramref name="limit"/> bytes.</summary>
    internal unsafe byte[] Receive(Func<StreamHandle, nint> start, string what, int limit)
    {
        using var stream = NewStream();
        var type = start(stream);
        if (type == 0)
        {
            throw LibvirtError.Last().Explain(what, "The domain needs a graphics adapter and must be running", Uri);
        }

        LibvirtApi.Free(type);
        using var content = new MemoryStream();
        var buffer = new byte[64 << 10];
        while (true)
        {
            int got;
            fixed (byte* start0 = buffer)
            {
                got = LibvirtApi.StreamReceive(stream, start0, (nuint)buffer.Length);
            }

            if (got == 0)
            {
                _ = LibvirtApi.StreamFinish(stream);
                return content.ToArray();
            }

            if (got < 0 || content.Length > limit)
            {
                throw LibvirtError.Last().Explain(what, "Run the same command again", Uri);
            }

            content.Write(buffer, 0, got);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    private THandle? Found<THandle>(THandle handle, string what)
        where THandle : LibvirtHandle
    {
        if (!handle.IsInvalid)
        {
            return handle;
        }

        handle.Dispose();
        var error = LibvirtError.Last();
        return error.IsNotFound ? null : throw error.Explain(what, "Fix this and run the same command again", Uri);
    }

    private THandle Made<THandle>(THandle handle, string what, string remedy)
        where THandle : LibvirtHandle
    {
        if (!handle.IsInvalid)
        {
            return handle;
        }

        handle.Dispose();
        throw LibvirtError.Last().Explain(what, remedy, Uri);
    }

    private unsafe nint[] Listed(nint* list, int count, string what)
    {
        if (count < 0)
        {
            throw LibvirtError.Last().Explain(what, "Fix this and run the same command again", Uri);
        }

        var items = new ReadOnlySpan<nint>(list, count).ToArray();
        LibvirtApi.Free((nint)list);
        return items;
    }

    private static string RemedyFor(LibvirtError error) =>
        error.Message.Contains("Permission denied", StringComparison.Ordinal) || error.Message.Contains("authentication", StringComparison.OrdinalIgnoreCase)
            ? "Run as root or as a member of the group libvirt, or name another libvirt with --connect=URI"
            : error.IsConnectionLost ? StartRemedy : "Name another libvirt with --connect=URI";
}
