using System.Text.RegularExpressions;
using V2K.Engine.Guests.Text;

namespace V2K.Engine.Guests.Initramfs;

/// <summary>Images that no known program made: a script of the administrator's own loads what it names.</summary>
internal static partial class HandMade
{
    /// <summary>How a script says that it loads whatever the devices ask for.</summary>
    private static readonly string[] ByDevices = ["modalias", "MODALIAS", "udevd", "nlplug", "depmod -a", "coldplug"];

    /// <summary>The scripts of <paramref name="image"/> that load VMware's drivers or name its disks, as they load and name KVM's.</summary>
    internal static IEnumerable<(string Path, string Text)> Scripts(InitramfsImage image, GuestMachine machine, DeviceNames names)
    {
        var lists = new DriverLists(machine);
        foreach (var (path, text) in Texts(image))
        {
            var changed = KernelArguments.ByLine(lists.ByScript(text), line => Device().Replace(line, match => names.Renamed(match.Value) ?? match.Value));
            if (changed != text)
            {
                yield return (path, changed);
            }
        }
    }

    /// <summary>Whether no script of <paramref name="image"/> would load the drivers of KVM's disks. A program that is none may do what it likes.</summary>
    internal static bool LoadsNothing(InitramfsImage image, GuestMachine machine)
    {
        var texts = Texts(image).Select(script => new DriverLists(machine).ByScript(script.Text)).ToList();
        return texts.Count > 0
            && !machine.DiskDrivers.Any(driver => texts.Exists(text => text.Contains(driver, StringComparison.Ordinal)))
            && !Array.Exists(ByDevices, way => texts.Exists(text => text.Contains(way, StringComparison.Ordinal)));
    }

    private static IEnumerable<(string Path, string Text)> Texts(InitramfsImage image) => image.Generator != InitramfsGenerator.Unknown ? []
        : image.Entries.Values
            .Where(entry => entry.IsFile && entry.Content.Span.StartsWith("#!"u8))
            .OrderBy(entry => entry.Name, StringComparer.Ordinal)
            .Select(entry => (entry.Name, image.Text(entry.Name)!));

    [GeneratedRegex("/dev/((sd|hd)[a-z]{1,3}[0-9]{0,3}(?![\\w])|disk/by-(id|path)/[\\w.:+-]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Device();
}
