using V2K.Rules.Findings;

namespace V2K.Engine.Concerns;

/// <summary>Who can settle a concern: a page for those who lead a migration says whom to ask.</summary>
public enum Actor
{
    /// <summary>Who runs V2K: its configuration and its options.</summary>
    Migration,

    /// <summary>Who administers VMware: what the VM does there, and its files.</summary>
    Vmware,

    /// <summary>Who administers the KVM host: its space and its programs.</summary>
    Host,

    /// <summary>Who runs what is in the VM: what the guest loses, or needs in another way.</summary>
    Owner,
}

/// <summary>Whose concern is which.</summary>
public static class Actors
{
    /// <summary>Who can settle concerns of the kind <paramref name="id"/>.</summary>
    public static Actor Of(string? id) => id switch
    {
        FindingId.Running or FindingId.Suspended or FindingId.MissingDisk or FindingId.CidMismatch or FindingId.UnreadableDisk or FindingId.Encryption => Actor.Vmware,
        FindingId.LowSpace or FindingId.WindowsAdjusting or FindingId.InTheWay => Actor.Host,
        FindingId.Tpm or FindingId.Passthrough or FindingId.RawDevice => Actor.Owner,
        _ => Actor.Migration,
    };

    /// <summary>As a page calls them.</summary>
    public static string Name(Actor actor) => actor switch
    {
        Actor.Vmware => "VMware administrators",
        Actor.Host => "KVM host administrators",
        Actor.Owner => "Owners of the VMs",
        _ => "Migration team",
    };
}
