namespace V2K.Rules.Model;

/// <summary>A serial or parallel port, and what is at its other end on the host.</summary>
public sealed record CharacterDevice
{
    /// <summary>The port's number in the guest, from 0.</summary>
    public int Port { get; init; }

    /// <summary><c>pty</c>, <c>file</c>, <c>dev</c>, <c>pipe</c>, <c>unix</c> or <c>tcp</c>.</summary>
    public string Type { get; init; } = "pty";

    /// <summary>The file, device, pipe or socket; null for <c>pty</c> and <c>tcp</c>.</summary>
    public string? Path { get; init; }

    /// <summary><c>bind</c> to listen, <c>connect</c> to call; for <c>unix</c> and <c>tcp</c>.</summary>
    public string? Mode { get; init; }

    /// <summary>The address to listen on or call; for <c>tcp</c>.</summary>
    public string? Host { get; init; }

    /// <summary>The TCP port number or service; for <c>tcp</c>.</summary>
    public string? Service { get; init; }

    /// <summary><c>telnet</c>, <c>telnets</c> or <c>tls</c>; for <c>tcp</c>, null for bare bytes.</summary>
    public string? Protocol { get; init; }
}

/// <summary>A virtio-serial channel over which a program in the guest talks to the host.</summary>
/// <param name="Type"><c>unix</c> or <c>spicevmc</c>.</param>
/// <param name="Name">The port's name in the guest, such as <c>org.qemu.guest_agent.0</c>.</param>
public sealed record Channel(string Type, string Name);
