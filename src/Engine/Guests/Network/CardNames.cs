using System.Globalization;
using System.Text.RegularExpressions;
using V2K.Rules.Model;
using V2K.Rules.Network;

namespace V2K.Engine.Guests.Network;

/// <summary>
/// The names that a Linux guest had for its network cards in VMware, worked out without running it: by what the guest itself binds to
/// an address, by the slot numbers that VMware told it (systemd.net-naming-scheme(7): <c>ens192</c> is the card in slot 192), and by
/// the names its configuration uses.
/// </summary>
public static partial class CardNames
{
    /// <summary>The names of <paramref name="cards"/>, in their order; null where a card's name is not known or not worth keeping.</summary>
    /// <param name="cards">The cards, in the order in which the guest finds them under KVM.</param>
    /// <param name="guest">What the guest's files tell.</param>
    public static IReadOnlyList<string?> Of(IReadOnlyList<NetworkCard> cards, NetworkFacts guest)
    {
        var names = new string?[cards.Count];
        for (var i = 0; i < cards.Count; i++)
        {
            names[i] = cards[i].Mac is { } mac ? guest.Bound.GetValueOrDefault(mac) : null;
        }

        var ranks = Ranks(cards);
        for (var i = 0; i < cards.Count; i++)
        {
            names[i] ??= !guest.IsPredictable ? string.Create(CultureInfo.InvariantCulture, $"eth{ranks[i]}")
                : cards[i].VmwareSlot is > 0 and var slot ? ByPlace(new PciSlotNumber(slot), guest.Configured)
                : null;
        }

        // The guest's configuration is right about its names: where a name that was worked out is in none of it, one that is left over is.
        var unknown = Enumerable.Range(0, cards.Count).Where(i => names[i] is null || !guest.Configured.Contains(names[i]!)).OrderBy(i => ranks[i]).ToList();
        var leftOver = guest.Configured.Where(name => !names.Contains(name, StringComparer.Ordinal) && !guest.Bound.Values.Contains(name, StringComparer.Ordinal))
            .OrderBy(Natural, StringComparer.Ordinal)
            .ToList();

        // Cards without a slot number have no other name, and the most likely one is better than none.
        foreach (var (card, name) in (unknown.Count == leftOver.Count ? unknown : unknown.Where(i => names[i] is null)).ToList().Zip(leftOver))
        {
            names[card] = name;
        }

        return names;
    }

    /// <summary>By its slot, as systemd prefers, or by its bus where the guest's configuration says so.</summary>
    private static string ByPlace(PciSlotNumber slot, IReadOnlySet<string> configured)
    {
        var byBus = string.Create(CultureInfo.InvariantCulture, $"enp{slot.Bus}s{slot.Device}");
        var bySlot = string.Create(CultureInfo.InvariantCulture, $"ens{slot.Told}");
        return configured.Contains(byBus) && !configured.Contains(bySlot) ? byBus : bySlot;
    }

    /// <summary>Whether a name is one that a card may have had, rather than a bridge, bond, VLAN or a pattern.</summary>
    public static bool IsCard(string name) => Card().IsMatch(name);

    /// <summary>The order in which a kernel found the cards in VMware, where names go by it.</summary>
    private static int[] Ranks(IReadOnlyList<NetworkCard> cards)
    {
        var ranks = new int[cards.Count];
        var inOrder = Enumerable.Range(0, cards.Count).OrderBy(i => cards[i].VmwareSlot is > 0 and var slot ? new PciSlotNumber(slot).Order : int.MaxValue);
        foreach (var (card, rank) in inOrder.Select((card, rank) => (card, rank)))
        {
            ranks[card] = rank;
        }

        return ranks;
    }

    /// <summary>ens32 before ens192.</summary>
    private static string Natural(string name) => Digits().Replace(name, digits => digits.Value.PadLeft(10, '0'));

    [GeneratedRegex("^(eth|en[ospx]|em|p[0-9]+p)[0-9a-z]+$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Card();

    [GeneratedRegex("[0-9]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Digits();
}

/// <summary>What a guest's files tell about its network cards.</summary>
/// <param name="IsPredictable">Cards are named by where they sit, not in the order in which the kernel finds them.</param>
/// <param name="Bound">Names that the guest itself gives to a card by its address, whatever machine it is on.</param>
/// <param name="Configured">Names that its network configuration uses.</param>
public sealed record NetworkFacts(
    bool IsPredictable, IReadOnlyDictionary<MacAddress, string> Bound, IReadOnlySet<string> Configured);
