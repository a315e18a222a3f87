using V2K.Rules.Annotations;
using V2K.Rules.Model;

namespace V2K.Rules.Devices;

/// <summary>Random numbers from the host, so that a guest does not wait for its own at boot.</summary>
/// <example>
/// guestOS = "debian11-64"
/// →
/// &lt;rng model='virtio'&gt;&lt;backend model='random'&gt;/dev/urandom&lt;/backend&gt;&lt;/rng&gt;
/// </example>
[Rule(nameof(Domain.RandomSource), Topic.Devices)]
public static class RandomSourceRule
{
    public static RandomSource? Map([From(nameof(Facts.Guest))] GuestSystem guest) =>
        guest.Drivers.Has(VirtioDevices.Random) ? new RandomSource("/dev/urandom", guest.Drivers.VirtioModel ?? "virtio") : null;
}
