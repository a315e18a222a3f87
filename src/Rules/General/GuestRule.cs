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
                "the guest may not support virtio 1.0, and an earlier version of V2K adjusted it for virtio 1.0 without checking",
                "its domain keeps the virtio 1.0 devices, because the guest may have run on them since",
                "No action is needed if it starts; if it does not find its disk, shut it down and run --target=Adjust --force, which checks its kernels").As(FindingId.LegacyVirtio).At(nameof(guestOS)));
        }

        if (system.Family == GuestFamily.Windows)
        {
            findings.Add(WindowsDrivers.Tell(system, options).As(FindingId.WindowsDrivers).At(nameof(guestOS)));
        }

        if (system.Drivers.Virtio == VirtioVersion.Legacy && system.Family != GuestFamily.Windows)
        {
            findings.Add(Finding.Info(
                "the guest may support only legacy virtio devices (before virtio 1.0)",
                "its virtio devices are transitional, on conventional PCI, where older and newer drivers find them",
                "No action is needed: --target=Adjust checks the guest's kernels, and if all of them support virtio 1.0, the devices become modern ones").As(FindingId.LegacyVirtio).At(nameof(guestOS)));
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
                "Set guestOS in the .vmx if it runs something else").At(nameof(guestOS)));
        }

        if (GuestSystems.Find(guestOS) is not { } system)
        {
            return Mapped.To(GuestSystem.Unknown, Finding.Warning(
                $"the operating system \"{Printable.OneLine(guestOS)}\" is not known",
                "it gets the devices of a current Linux",
                "Check the definition, or write a site rule for it").As(FindingId.UnsupportedGuest).At(nameof(guestOS)));
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
                "it does not run on the x86 machine of its domain",
                "Run it on an ARM host, with arch='aarch64' and machine='virt' in its <type>").As(FindingId.UnsupportedGuest).At(nameof(guestOS)));
        }

        if (system.Family is GuestFamily.Solaris or GuestFamily.Other || guestOS.StartsWith("darwin", StringComparison.OrdinalIgnoreCase))
        {
            findings.Add(Finding.Warning(
                $"V2K has no adjustments for \"{Printable.OneLine(guestOS)}\"",
                "it boots only if it has drivers for the devices of its domain",
                "Try it with --target=TestBoot first").As(FindingId.UnsupportedGuest).At(nameof(guestOS)));
        }
        return new Mapped<GuestSystem>(system, findings, VetoReason: null);
    }
}
