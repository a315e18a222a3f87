using System.Globalization;
using V2K.Engine.Guests.Network;

namespace V2K.Engine.Guests.Steps;

/// <summary>
/// Network cards keep the names that the guest's configuration knows them by, static addresses included: a <c>.link</c> file
/// (systemd.link(5)) for each, or a rule for an udev that does not know them, in the guest and in its initramfs, where udev may see the card first.
/// </summary>
public sealed class NetworkNamesStep : IGuestStep
{
    private const string Folder = "/etc/systemd/network";
    private const string Rules = "/etc/udev/rules.d/70-v2k-net.rules";

    /// <inheritdoc/>
    public string Name => "network-names";

    /// <inheritdoc/>
    public string Description => "network cards keep their names (`ens192`), by `.link` files or udev's rules in the guest and its initramfs; files that identify cards by VMware's drivers or places use the new ones";

    /// <inheritdoc/>
    public void Run(GuestWork guest)
    {
        MatchNewPlace(guest);
        MatchNewDriver(guest);
        var cards = guest.Machine.Cards;
        var facts = NetworkFiles.Read(guest.Files);
        var names = CardNames.Of(cards, facts);
        var free = new List<(NetworkCard Card, int Number, string Name)>();
        foreach (var (card, number) in cards.Select((card, number) => (card, number)).Where(pair => !pair.card.KeepsName))
        {
            if (names[number] is not { } name)
            {
                guest.Log.Warn($"network card {number + 1} has no slot number in the .vmx, so its name in the guest cannot be kept");
            }
            else if (card.Mac is { } mac && facts.Bound.GetValueOrDefault(mac) == name)
            {
                guest.Log.Note($"{name} is bound to {mac} in the guest's configuration");
            }
            else
            {
                free.Add((card, number, name));
            }
        }

        if (NamingPolicy.HasLinks(guest.Files))
        {
            foreach (var (card, number, name) in free)
            {
                BindByLink(guest, card, number, name, facts.IsPredictable);
            }
        }
        else if (free.Any(one => one.Name != Counted(one.Number)))
        {
            BindByRules(guest, free);
        }
    }

    /// <summary>What a kernel calls a card if nobody objects.</summary>
    private static string Counted(int number) => string.Create(CultureInfo.InvariantCulture, $"eth{number}");

    private static void BindByLink(GuestWork guest, NetworkCard card, int number, string name, bool isPredictable)
    {
        if (name == Counted(number) && !isPredictable)
        {
            return;
        }

        if (name.StartsWith("eth", StringComparison.Ordinal) && name != Counted(number))
        {
            // udev does not rename eth1 to eth0 while another card is called that.
            guest.Log.Warn($"the card {card.Mac} was {name} and becomes {Counted(number)}: restore the old order of the cards in the domain's XML, or use --nic-names=keep");
        }
        else if (card.Mac is null && guest.Machine.Cards.Count(other => other.Driver == card.Driver) > 1)
        {
            guest.Log.Warn($"network card {number + 1} has no MAC address in the .vmx, so its name in the guest cannot be kept");
        }
        else
        {
            var text = Link(card, name);
            guest.Put($"{Folder}/70-v2k-{name}.link", text);
            guest.ForInitramfs[$"{Folder[1..]}/70-v2k-{name}.link"] = text;
        }
    }

    /// <summary>The udev of Red Hat's 7 and older ones read no .link files. Those older than 197 can make two cards change names as well.</summary>
    private static void BindByRules(GuestWork guest, List<(NetworkCard Card, int Number, string Name)> cards)
    {
        if (!NamingPolicy.HasUdev(guest.Files) || cards.Exists(one => one.Card.Mac is null))
        {
            guest.Log.Warn($"the names of the network cards in the guest, {string.Join(", ", cards.Select(one => one.Name))}, cannot be kept: {(NamingPolicy.HasUdev(guest.Files) ? "a card has no MAC address in the .vmx" : "it has no udev")}");
            return;
        }

        var text = $"{NetworkFiles.WrittenByUs}: the names that these cards had in VMware.\n" + string.Concat(cards.Select(one =>
            $"SUBSYSTEM==\"net\", ACTION==\"add\", DRIVERS==\"?*\", ATTR{{address}}==\"{one.Card.Mac}\", NAME=\"{one.Name}\"\n"));
        guest.Put(Rules, text);
        guest.ForInitramfs[Rules[1..]] = text;
    }

    /// <summary>What tells a card by its place on VMware's PCI bus tells it by its address.</summary>
    private static void MatchNewPlace(GuestWork guest)
    {
        foreach (var path in CardPlaces.Files.SelectMany(guest.Files.Glob).Where(guest.Files.IsFile).Distinct(StringComparer.Ordinal))
        {
            guest.Edit(path, text => CardPlaces.Change(text, guest.Machine.Cards));
            if (CardPlaces.Find(guest.Files.ReadText(path)) is { } place)
            {
                guest.Log.Warn($"{path} identifies a card by its place in VMware, {place}, and V2K cannot determine which card of the .vmx that is: match it by MACAddress");
            }
        }
    }

    private static void MatchNewDriver(GuestWork guest)
    {
        var drivers = guest.Machine.Cards.Select(card => card.Driver).Distinct(StringComparer.Ordinal).ToList();
        foreach (var path in guest.Files.Glob("/etc/modprobe.d/*.conf").Append("/etc/modprobe.conf").Where(_ => drivers.Count > 0))
        {
            guest.Edit(path, text => CardDrivers.ChangeAliases(text, drivers[0]));
        }

        foreach (var path in CardDrivers.Files.SelectMany(guest.Files.Glob).Where(guest.Files.IsFile).Distinct(StringComparer.Ordinal))
        {
            if (drivers is [var driver])
            {
                guest.Edit(path, text => text.StartsWith(NetworkFiles.WrittenByUs, StringComparison.Ordinal) ? text : CardDrivers.Change(text, driver));
            }
            else if (drivers.Count > 1 && guest.Files.ReadText(path) is var text && CardDrivers.Change(text, drivers[0]) != text)
            {
                guest.Log.Warn($"{path} identifies cards by their driver in VMware, and now they have {string.Join(" and ", drivers)}: change it");
            }
        }
    }

    /// <summary>
    /// By address and driver: VLANs, bonds and bridges have their card's address too, and must not be given its name. The place in the order of
    /// names lets the guest's own .link files go first. Where libvirt makes the address up, the driver has to do.
    /// </summary>
    private static string Link(NetworkCard card, string name) => $"""
        {NetworkFiles.WrittenByUs}: the name that this card had in VMware.
        [Match]
        {(card.Mac is null ? "" : $"MACAddress={card.Mac}\n")}Driver={card.Driver}

        [Link]
        Name={name}

        """;
}
