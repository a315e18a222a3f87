using System.Text.RegularExpressions;

namespace V2K.Engine.Guests;

/// <summary>
/// Lists of drivers that a guest loads, or puts into its initramfs, by name. A guest without udev has no other way to its devices: where such a list names a
/// driver of VMware's disks or cards, it has to name those of KVM's.
/// </summary>
/// <param name="machine">What the guest will run on.</param>
internal sealed partial class DriverLists(GuestMachine machine)
{
    private const string Bus = "virtio_pci";

    /// <summary>Files with one module a line, as modules-load.d(5) has it, perhaps with parameters behind it.</summary>
    private static readonly string[] Lines = ["/etc/modules", "/etc/modules-load.d/*.conf", "/etc/initramfs-tools/modules"];

    /// <summary>Files with lists in a line: <c>INITRD_MODULES="…"</c>, <c>MODULES=(…)</c>, <c>add_drivers+=" … "</c>, <c>MODULE_LIST="…:…"</c>.</summary>
    private static readonly string[] Words =
    [
        "/etc/sysconfig/kernel", "/etc/mkinitcpio.conf", "/etc/mkinitcpio.conf.d/*.conf", "/etc/dracut.conf", "/etc/dracut.conf.d/*.conf", "/etc/mkinitrd.conf",
        "/etc/conf.d/modules", "/etc/genkernel.conf", "/etc/initrd.mk", "/etc/booster.yaml",
    ];

    /// <summary>modprobe.d(5) and its ancestors, of which only aliases name what is to be loaded.</summary>
    private static readonly string[] Aliases = ["/etc/modprobe.conf", "/etc/modprobe.d/*", "/etc/modprobe.conf.local", "/etc/modules.conf", "/etc/conf.modules"];

    /// <summary>Scripts that load modules.</summary>
    private static readonly string[] Scripts =
    [
        "/etc/rc.modules", "/etc/rc.d/rc.modules*", "/etc/sysconfig/modules/*.modules", "/etc/rc.local", "/etc/rc.d/rc.local", "/etc/init.d/boot.local",
        "/etc/network/interfaces", "/etc/network/interfaces.d/*",
    ];

    private readonly IReadOnlyList<string> _cards = WithBus([.. machine.Cards.Select(card => card.Driver).Distinct(StringComparer.Ordinal)]);

    /// <summary>Changes all of them.</summary>
    internal void Change(GuestWork guest)
    {
        Edit(Lines, ByLine);
        Edit(Words, ByWord);
        Edit(Aliases, ByAlias);
        Edit(Scripts, ByCommand);

        void Edit(string[] patterns, Func<string, string> change)
        {
            foreach (var path in patterns.SelectMany(guest.Files.Glob).Distinct(StringComparer.Ordinal))
            {
                guest.Edit(path, change);
            }
        }
    }

    /// <summary>A list with a line for each module.</summary>
    internal string ByLine(string text)
    {
        var lines = text.Split('\n');
        var there = lines.Select(line => Driver().IsMatch(line) ? "" : line.Trim().Split(' ', '\t')[0].Replace('-', '_')).ToHashSet(StringComparer.Ordinal);
        return string.Join('\n', lines.SelectMany(line => IsComment(line) || FirstWord().Match(line) is not { Success: true } first || !Driver().IsMatch(first.Value)
            ? [line]
            : Successors(first.Value.Trim()).Where(there.Add)));
    }

    /// <summary>Lists inside a line; a line that held nothing else goes.</summary>
    internal string ByWord(string text) => Each(text, line =>
    {
        // dracut.conf(5): what is left out on purpose. A successor must not be.
        if (line.AsSpan().TrimStart().StartsWith("omit_"))
        {
            return line;
        }

        var there = Word().Matches(line).Select(word => word.Value).Where(word => !Driver().IsMatch(word)).ToHashSet(StringComparer.Ordinal);
        var changed = Driver().Replace(line, match =>
        {
            var successors = Successors(match.Groups["name"].Value).Where(there.Add).ToList();
            var between = match.Groups["between"].Value;
            return successors.Count == 0 ? "" : string.Join(between == ":" ? ":" : " ", successors) + between;
        });
        return changed.Trim().Length == 0 ? null : changed;
    });

    /// <summary><c>alias eth0 vmxnet3</c>; an alias for a module that has no successor goes.</summary>
    internal string ByAlias(string text) => Each(text, line =>
        Alias().Match(line) is not { Success: true } alias || !Driver().IsMatch(alias.Groups["name"].Value) ? line
        : Successors(alias.Groups["name"].Value).FirstOrDefault(driver => driver is not (Bus or "sd_mod")) is { } driver ? alias.Groups["before"].Value + driver + alias.Groups["after"].Value
        : null);

    /// <summary><c>modprobe vmxnet3</c>; a command of its own becomes one for each driver.</summary>
    internal string ByCommand(string text) => Each(text, line =>
    {
        if (Command().Match(line) is not { Success: true } command || Successors(command.Groups["name"].Value) is not { Count: > 0 } successors)
        {
            return line;
        }

        var chosen = string.IsNullOrWhiteSpace(command.Groups["before"].Value) ? successors : [successors[^1]];
        return string.Join('\n', chosen.Select(driver => line[..command.Groups["name"].Index] + driver + line[(command.Groups["name"].Index + command.Groups["name"].Length)..]));
    });

    /// <summary>A script that loads drivers by commands, or by lists that it goes through: <c>for module in mptspi sd_mod; do</c>.</summary>
    internal string ByScript(string text) => Each(text, line => Command().IsMatch(line) ? ByCommand(line) : OfFile().IsMatch(line) ? line : ByWord(line));

    /// <summary>What takes the place of a driver of VMware's; nothing where KVM has no such device. QEMU has some of the devices, too.</summary>
    private IReadOnlyList<string> Successors(string driver) =>
        OfCard().IsMatch(driver) ? _cards
        : OfDisk().IsMatch(driver) ? machine.DiskDrivers
        : [];

    private static IReadOnlyList<string> WithBus(IReadOnlyList<string> drivers) =>
        drivers.Any(driver => driver.StartsWith("virtio_", StringComparison.Ordinal)) ? [Bus, .. drivers] : drivers;

    private static string Each(string text, Func<string, string?> change) =>
        string.Join('\n', text.Split('\n').Select(line => IsComment(line) || !Driver().IsMatch(line) ? line : change(line)).OfType<string>());

    private static bool IsComment(string line) => line.AsSpan().TrimStart().StartsWith('#');

    /// <summary>Whole words, with what parts each from the next.</summary>
    [GeneratedRegex("(?<![\\w-])(?<name>vmxnet[23]?|e1000e?|pcnet32|vmw[_-]pvscsi|pvscsi|mpt(spi|sas|scsih|scsi|base|ctl)|BusLogic|vmw[_-]balloon|vmw_vmci|vmw_vsock_vmci_transport|vmwgfx|vmmemctl|vmhgfs|vmblock|vmci|vmware_balloon)(?![\\w-])(?<between>:|[ \\t]*)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Driver();

    [GeneratedRegex("^(vmxnet[23]?|e1000e?|pcnet32)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OfCard();

    [GeneratedRegex("^(vmw[_-]pvscsi|pvscsi|mpt(spi|sas|scsih|scsi|base|ctl)|BusLogic)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OfDisk();

    /// <summary>A driver by its file, which is another for each kernel.</summary>
    [GeneratedRegex("[\\w-]\\.k?o\\b", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OfFile();

    [GeneratedRegex("^[ \\t]*[\\w-]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FirstWord();

    [GeneratedRegex("[\\w-]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Word();

    [GeneratedRegex("^(?<before>[ \\t]*alias[ \\t]+\\S+[ \\t]+)(?<name>[\\w-]+)(?<after>.*)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Alias();

    [GeneratedRegex("^(?<before>.*?)(?<![\\w-])(/sbin/|/usr/sbin/)?(modprobe|insmod)([ \\t]+-[\\w-]+)*[ \\t]+(?<name>[\\w-]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Command();
}
