using V2K.Rules.Annotations;
using V2K.Rules.Findings;
using V2K.Rules.Model;
using V2K.Rules.Translation;

namespace V2K.Rules.General;

/// <summary>
/// The guest operating system, by which the machine, the clock and the devices are chosen: what Adjust found on the disks, else what
/// VMware Tools reported last, else <c>guestOS</c> as it was chosen when the VM was made.
/// </summary>
/// <example>
/// guestOS = "windows2019srv-64"
/// →
/// &lt;clock offset='localtime'/&gt;
/// </example>
[Rule(nameof(Facts.Guest), Topic.General)]
public static class GuestRule
{
    public static Mapped<GuestSystem> Map(
        [Vmx("guestOS")] string? guestOS,
        [Vmx("guestInfo.detailed.data", Secret = false)] string? reported,
        [Vmx("guestOS.detailed.data")] string? reportedBefore,
        TranslationOptions options)
    {
        var expected = Expect(guestOS, reported ?? reportedBefore);
        var system = expected.Value ?? GuestSystem.Unknown;
        if (options.GuestFound is { } found)
        {
            system = Settle(system, found);
        }
        else if (system.Family == GuestFamily.Windows)
        {
            system = WindowsDrivers.Expect(system, options.WindowsDrivers);
        }

        List<Finding> findings = [.. expected.Findings];
        if (options is { IsAdjustedUnseen: true, GuestFound: null } && system is { Family: GuestFamily.Linux, Drivers.Virtio: not VirtioVersion.Modern })
        {
            system = system with { Drivers = GuestDrivers.Modern };
            findings.Add(Finding.Warning(
                "the guest may know no virtio 1.0 devices, and an earlier version of V2K, which did not look, adjusted it for them",
                "its domain keeps them, because the guest may have run on them since",
                "Nothing, if it starts; if it does not find its disk, shut it down and run --target=Adjust --force, which looks at its kernels").As(FindingId.LegacyVirtio).At(nameof(guestOS)));
        }

        if (system.Family == GuestFamily.Windows)
        {
            findings.Add(WindowsDrivers.Tell(system, options).As(FindingId.WindowsDrivers).At(nameof(guestOS)));
        }

        if (system.Drivers.Virtio == VirtioVersion.Legacy && system.Family != GuestFamily.Windows)
        {
            findings.Add(Finding.Info(
                "the guest may know no virtio devices but those from before virtio 1.0",
                "its virtio devices are transitional ones, on conventional PCI, which older and newer drivers find",
                "Nothing; --target=Adjust looks at the guest's kernels, and where all of them know virtio 1.0, the devices become modern ones").As(FindingId.LegacyVirtio).At(nameof(guestOS)));
        }

        return new Mapped<GuestSystem>(system, findings, VetoReason: null);
    }

    /// <summary>The disks have the last word.</summary>
    private static GuestSystem Settle(GuestSystem expected, GuestFound found)
    {
        var system = expected with { Drivers = found.Drivers };
        return found.Family is GuestFamily.Unknown || found.Family == system.Family ? system : system with { Family = found.Family, OsInfo = null };
    }

    private static Mapped<GuestSystem> Expect(string? guestOS, string? reported)
    {
        if (guestOS is null)
        {
            return Mapped.To(GuestSystem.Unknown, Finding.Info(
                "the VM does not say which operating system it runs",
                "it gets the devices of a current Linux",
                "Set guestOS in the .vmx if it is another").At(nameof(guestOS)));
        }

        if (GuestSystems.Find(guestOS) is not { } system)
        {
            return Mapped.To(GuestSystem.Unknown, Finding.Warning(
                $"the operating system \"{Printable.OneLine(guestOS)}\" is not known",
                "it gets the devices of a current Linux",
                "Check the definition, or give it a site rule").As(FindingId.UnsupportedGuest).At(nameof(guestOS)));
        }

        var release = reported is null ? null : DetailedData.OsInfo(reported);
        system = release is null ? system : system with { OsInfo = release };
        system = reported is not null && system.Family == GuestFamily.Linux && DetailedData.Drivers(reported) is { } drivers ? system with { Drivers = drivers } : system;
        if (reported is not null && DetailedData.IsWindows(reported) && system.Family != GuestFamily.Windows)
        {
            system = system with { Family = GuestFamily.Windows, OsInfo = null, Drivers = GuestDrivers.Standard };
        }

        List<Finding> findings = [];
        if (system.IsArm)
        {
            findings.Add(Finding.Blocker(
                "the guest is built for ARM processors",
                "it does not run on the x86 machine that it gets",
                "Run it on an ARM host, with arch='aarch64' and machine='virt' in its <type>").As(FindingId.UnsupportedGuest).At(nameof(guestOS)));
        }

        if (system.Family is GuestFamily.Solaris or GuestFamily.Other || guestOS.StartsWith("darwin", StringComparison.OrdinalIgnoreCase))
        {
            findings.Add(Finding.Warning(
                $"nothing here prepares \"{Printable.OneLine(guestOS)}\" for KVM",
                "it boots on the devices it gets only if it has drivers for them",
                "Try it with --target=TestBoot first").As(FindingId.UnsupportedGuest).At(nameof(guestOS)));
        }
        return new Mapped<GuestSystem>(system, findings, VetoReason: null);
    }
}
