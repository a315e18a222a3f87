using V2K.Rules;

namespace V2K.Engine.Libvirt;

/// <summary>Which libvirt: <c>qemu:///system</c>. What people put into it may hold a password, which messages, state and logs never show.</summary>
public sealed record LibvirtUri
{
    private readonly string _text;

    /// <summary>Takes a URI as somebody wrote it.</summary>
    public LibvirtUri(string text) => _text = text;

    /// <summary>Whether it means a libvirt of this host: no host name in it.</summary>
    public bool IsLocal => LibvirtConnection.IsLocalUri(_text);

    /// <summary>Whether its QEMU runs as a user of its own, and not as the one who asks: <c>qemu:///system</c>, here or on another host.</summary>
    public bool HasOwnUser => _text.Split('?')[0].EndsWith("/system", StringComparison.Ordinal);

    /// <summary>Takes a URI as somebody wrote it.</summary>
    public static implicit operator LibvirtUri(string text) => FromString(text);

    /// <summary>Takes a URI as somebody wrote it.</summary>
    public static LibvirtUri FromString(string text) => new(text);

    /// <summary>The whole URI, for libvirt alone.</summary>
    public string Reveal() => _text;

    /// <summary>The URI as people may see it.</summary>
    public override string ToString() => UriCredentials.Mask(_text);
}
