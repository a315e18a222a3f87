using V2K.Engine.Guests.Network;

namespace V2K.Engine.Guests.Steps;

/// <summary>
/// Network cards keep the names that the guest's configuration knows them by, static addresses included: a <c>.link</c> file
/// (systemd.link(5)) for each, in the guest and in its initramfs, where udev may see the card first.
/// </summary>
public sealed class NetworkNamesStep : IGuestStep
{
    private const string Folder = "/etc/systemd/network";

    /// <inheritdoc/>
    public string Name => "network-names";

    /// <inheritdoc/>
    public string Description => "network cards keep their names (`ens192`), by `.link` files in the guest and its initramfs; what tells them by VMware's drivers tells them by the new";

    /// <inheritdoc/>
    public void Run(GuestWork guest)
    {
        MatchNewDriver(guest);
        var cards = guest.Machine.Cards;
        var facts = NetworkFiles.Read(guest.Files);
        var names = CardNames.Of(cards, facts);
        var hasLinks = NetworkFiles.HasLinks(guest.Files);
        for (var i = 0; i < cards.Count; i++)
        {
            if (cards[i].KeepsName)
            {
                continue;
            }

            if (names[i] is not { } name || cards[i].Mac is not { } mac)
            {
                guest.Log.Warn($"network card {i + 1} has {(cards[i].Mac is null ? "no address of its own" : "no slot number")} in the .vmx, so that its name in the guest cannot be kept");
            }
            else if (facts.Bound.GetValueOrDefault(mac) == name)
            {
                guest.Log.Note($"{name} is bound to {mac} by the guest itself");
            }
            else if (name.StartsWith("eth", StringComparison.Ordinal))
            {
                // udev does not rename eth1 to eth0 while another card is called that.
                if (name != $"eth{i}")
                {
                    guest.Log.Warn($"the card {mac} was {name}, and will be eth{i}: put the cards into the old order in the domain's XML, or use --nic-names=keep");
                }
            }
            else if (!hasLinks)
            {
                guest.Log.Warn($"the card {mac} was {name}, and this guest's udev reads no .link files: its name may change");
            }
            else
            {
                var text = Link(mac.ToString(), cards[i].Driver, name);
                guest.Put($"{Folder}/70-v2k-{name}.link", text);
                guest.ForInitramfs[$"{Folder[1..]}/70-v2k-{name}.link"] = text;
            }
        }
    }

    private static void MatchNewDriver(GuestWork guest)
    {
        var drivers = guest.Machine.Cards.Select(card => card.Driver).Distinct(StringComparer.Ordinal).ToList();
        foreach (var path in CardDrivers.Files.SelectMany(guest.Files.Glob).Where(guest.Files.IsFile).Distinct(StringComparer.Ordinal))
        {
            if (drivers is [var driver])
            {
                guest.Edit(path, text => text.StartsWith(NetworkFiles.WrittenByUs, StringComparison.Ordinal) ? text : CardDrivers.Change(text, driver));
            }
            else if (drivers.Count > 1 && guest.Files.ReadText(path) is var text && CardDrivers.Change(text, drivers[0]) != text)
            {
                guest.Log.Warn($"{path} tells cards by the driver they had in VMware, and now they have {string.Join(" and ", drivers)}: change it");
            }
        }
    }

    /// <summary>
    /// By address and driver: VLANs, bonds and bridges have their card's address too, and must not be given its name. The place in the order of
    /// names lets the guest's own .link files go first.
    /// </summary>
    private static string Link(string mac, string driver, string name) => $"""
        {NetworkFiles.WrittenByUs}: the name that this card had in VMware.
        [Match]
        MACAddress={mac}
        Driver={driver}

        [Link]
        Name={name}

        """;
}
