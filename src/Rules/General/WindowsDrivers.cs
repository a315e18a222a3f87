using V2K.Rules.Findings;
using V2K.Rules.Model;
using V2K.Rules.Translation;

namespace V2K.Rules.General;

/// <summary>The one place that decides which virtio drivers a Windows guest is taken to have, and what is said about it.</summary>
internal static class WindowsDrivers
{
    private const string Slower = "it gets slower disks and a slower network card, for which it has drivers";

    /// <summary>
    /// What is expected before Adjust has looked. Nothing is expected of Windows before Vista: most virtio-win have no drivers for it, and where one
    /// has, Adjust finds them.
    /// </summary>
    internal static GuestSystem Expect(GuestSystem system, WindowsDriverSource source) =>
        source == WindowsDriverSource.VirtioWin && system.Drivers.Hardware == HardwareAge.Standard
            ? system with { Drivers = GuestDrivers.VirtioWin }
            : system;

    /// <summary>What is true of the drivers of <paramref name="system"/>.</summary>
    internal static Finding Tell(GuestSystem system, TranslationOptions options) => (options.GuestFound, options.WindowsDrivers) switch
    {
        ({ Family: GuestFamily.Windows } found, _) => TellFound(found),
        (_, WindowsDriverSource.None) => Finding.Warning(
            "Windows comes without virtio drivers, and Adjust does not install them: guests are not adjusted",
            Slower,
            "No action is needed if that is acceptable; without --adjust=none, Adjust installs them"),
        (_, WindowsDriverSource.Missing) => Finding.Warning(
            "Windows comes without virtio drivers, and this host lacks the files that Adjust needs to install them",
            Slower,
            "Install what --target=Doctor lists for Windows; Adjust then installs the drivers, and the domain gets virtio devices"),
        (_, WindowsDriverSource.Unseen) => Finding.Warning(
            "Windows was adjusted by an earlier version of V2K, which did not check for virtio drivers",
            Slower,
            "No action is needed if that is acceptable; to get virtio devices, shut it down and run --target=Adjust --force"),
        _ when !system.Drivers.Has(VirtioDevices.Block) => Finding.Warning(
            "this version of Windows is too old for most virtio drivers",
            Slower,
            "No action is needed if that is acceptable; if virtio-win on this host has drivers for it, Adjust installs them, and the domain gets virtio devices"),
        _ => Finding.Warning(
            "Windows comes without virtio drivers: Adjust installs them",
            "its domain has virtio devices, and Windows cannot boot from them before that",
            "Run --target=Adjust or Migrate before you start it"),
    };

    private static Finding TellFound(GuestFound found)
    {
        var drivers = found.Drivers;
        var starts = drivers.Has(VirtioDevices.Block) || drivers.Has(VirtioDevices.Scsi);
        return (starts, drivers.Has(VirtioDevices.Network)) switch
        {
            (true, true) => Finding.Info(found.Because, "its domain has the virtio devices that it has drivers for", "Nothing"),
            (true, false) => Finding.Warning(
                found.Because,
                "it boots from virtio disks, but gets a slower network card, for which it has a driver",
                "Install a virtio-win with netkvm for this Windows on this host, then run --target=Adjust --force"),
            _ => Finding.Warning(
                found.Because,
                Slower,
                "No action is needed if that is acceptable; otherwise install a virtio-win with drivers for this Windows on this host, then run --target=Adjust again"),
        };
    }
}
