using V2K.Rules.Findings;
using V2K.Rules.Model;
using V2K.Rules.Translation;

namespace V2K.Rules.General;

/// <summary>The one place that decides which virtio drivers a Windows guest is taken to have, and what is said about it.</summary>
internal static class WindowsDrivers
{
    private const string Slower = "it gets disks and a network card that it has drivers for, which are slower";

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
            "Windows has no virtio drivers of its own, and none are put in: guests are left as they are",
            Slower,
            "Nothing, if that will do; without --adjust=none, Adjust puts them in"),
        (_, WindowsDriverSource.Missing) => Finding.Warning(
            "Windows has no virtio drivers of its own, and this host lacks what puts them in",
            Slower,
            "See what --target=Doctor says of Windows; once it is there, Adjust puts them in, and its domain gets virtio"),
        (_, WindowsDriverSource.Unseen) => Finding.Warning(
            "Windows was adjusted by an earlier version of V2K, which did not look for its virtio drivers",
            Slower,
            "Nothing, if that will do; to have virtio, shut it down and run --target=Adjust --force"),
        _ when !system.Drivers.Has(VirtioDevices.Block) => Finding.Warning(
            "virtio drivers are not expected for a Windows as old as this",
            Slower,
            "Nothing, if that will do; if the virtio-win of this host has drivers for it, Adjust puts them in, and its domain gets virtio"),
        _ => Finding.Warning(
            "Windows has no virtio drivers of its own: Adjust puts them in",
            "its domain has virtio devices, and does not start from them before that",
            "Run --target=Adjust, or Migrate, before it is started"),
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
                "it starts from virtio, but its network card is one that it has a driver for, which is slower",
                "Have a virtio-win with netkvm for this Windows on this host, then run --target=Adjust --force"),
            _ => Finding.Warning(
                found.Because,
                Slower,
                "Nothing, if that will do; else have a virtio-win with drivers for this Windows on this host, then run --target=Adjust again"),
        };
    }
}
