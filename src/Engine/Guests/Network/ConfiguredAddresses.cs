using System.IO.Enumeration;
using V2K.Engine.State;

namespace V2K.Engine.Guests.Network;

/// <summary>
/// Which address each network card will have, from the configuration of the guest's network programs. Only certain addresses are returned: a test boot
/// waits for it.
/// </summary>
internal static class ConfiguredAddresses
{
    /// <summary>A VLAN on a bridge on a bond is as high as it gets.</summary>
    private const int HighestStack = 4;

    private const int MaximumPerInterface = 16;
    private const int MaximumPerCard = 64;

    /// <summary>The addresses of <paramref name="cards"/>; none for a card that has none, or whose address cannot be determined.</summary>
    /// <param name="cards">The cards.</param>
    /// <param name="names">Their names in the guest, in their order; null where unknown.</param>
    /// <param name="programs">What configures them.</param>
    /// <param name="note">Takes what cannot be determined, and why.</param>
    internal static IReadOnlyList<GuestAddress> Of(
        IReadOnlyList<NetworkCard> cards, IReadOnlyList<string?> names, IReadOnlyList<NetworkProgram> programs, Action<string> note)
    {
        var found = new List<GuestAddress>();
        for (var i = 0; i < cards.Count; i++)
        {
            var card = new Card(cards[i], names[i]);
            var others = cards.Zip(names, (other, name) => new Card(other, name)).Where((_, other) => other != i).ToList();
            var answers = programs
                .Select(program => (program.Name, Addresses: OfCard(program, card, others, note)))
                .Where(answer => answer.Addresses.Count > 0)
                .ToList();
            if (answers.Exists(answer => !answer.Addresses.SequenceEqual(answers[0].Addresses)))
            {
                note($"{card}: {string.Join(" and ", answers.Select(answer => answer.Name))} contradict each other about its address");
            }
            else if (answers.Count > 0)
            {
                found.AddRange(answers[0].Addresses);
            }
        }

        return [.. found.Distinct()];
    }

    private static IReadOnlyList<GuestAddress> OfCard(NetworkProgram program, Card card, List<Card> others, Action<string> note)
    {
        var own = program.Interfaces.Where(one => Applies(one, card)).ToList();
        if (own.Count > 1 && !program.FirstWins)
        {
            note($"{card}: {program.Name} has {own.Count} configurations for it");
            return [];
        }

        var settings = own.FirstOrDefault();
        if ((settings?.Doubt ?? OfOthersToo(settings, others)) is { } doubt)
        {
            note($"{card}: {program.Name}'s settings in {settings!.Id} are not used: {doubt}");
            return [];
        }

        var addresses = On(new Level(settings, card.Name, card.Hardware.Mac?.ToString(), Vlan: null, Height: 0), program, card, note).Take(MaximumPerCard + 1).ToList();
        if (addresses.Count > MaximumPerCard)
        {
            note($"{card}: the test boot waits for only {MaximumPerCard} of its addresses");
        }

        return [.. addresses.Take(MaximumPerCard)];
    }

    /// <summary>The addresses of one interface, or of the bond or bridge that it is a port of, and those of the VLANs on it.</summary>
    private static IEnumerable<GuestAddress> On(Level level, NetworkProgram program, Card card, Action<string> note)
    {
        var (settings, name) = (level.Settings, level.Name);
        var above = Above(program, settings, name);
        if (above is null)
        {
            foreach (var address in settings is null ? [] : Recorded(settings, level, card, note))
            {
                yield return address;
            }
        }
        else
        {
            var stack = program.Interfaces.FirstOrDefault(
                one => one.Macs.Count == 0 && !one.IsTagged && (one.Id == above || one.Names.Any(pattern => Matches(pattern, above))));
            if (level.Height == HighestStack || stack?.Doubt is not null)
            {
                note($"{card}: the configuration of {above} cannot be determined");
                yield break;
            }

            // Bonds and bridges answer under the address of one of their ports, or of their own.
            foreach (var address in On(new Level(stack, above, Mac: null, level.Vlan, level.Height + 1), program, card, note))
            {
                yield return address;
            }
        }

        foreach (var vlan in program.Interfaces.Where(one => one.IsTagged && IsOn(one, settings, name, card)))
        {
            if (vlan.Doubt is not null || vlan.VlanId is null || level.Vlan is not null || level.Height == HighestStack)
            {
                note($"{card}: the VLAN of {vlan.Id} is not known; the test boot does not wait for its addresses");
                continue;
            }

            foreach (var address in On(
                new Level(vlan, vlan.Names is [var only] ? only : vlan.Id, vlan.HasOwnMac ? null : level.Mac, vlan.VlanId, level.Height + 1), program, card, note))
            {
                yield return address;
            }
        }
    }

    /// <summary>Whether <paramref name="vlan"/> is a VLAN on an interface that its configuration calls <paramref name="name"/>, or by an id.</summary>
    private static bool IsOn(InterfaceSettings vlan, InterfaceSettings? settings, string? name, Card card) => vlan.VlanOf is { } parent
        ? parent == name || parent == settings?.Id
        : card.Hardware.Mac is { } mac && vlan.Macs.Contains(mac) && settings is { IsTagged: false };

    private static IEnumerable<GuestAddress> Recorded(InterfaceSettings settings, Level level, Card card, Action<string> note)
    {
        var mac = settings.HasOwnMac ? null : level.Mac;
        foreach (var address in settings.Addresses.Take(MaximumPerInterface))
        {
            yield return new GuestAddress(mac, address) { Vlan = level.Vlan };
        }

        if (settings.IsDhcp != true || settings.Addresses.Any(address => !InterfaceSettings.IsIpv6(address)))
        {
            yield break;
        }

        if (level.Vlan is { } vlan)
        {
            note($"{card}: {settings.Id} uses DHCP on VLAN {vlan}, where the test network has no DHCP server; the test boot does not wait for it");
            yield break;
        }

        yield return new GuestAddress(mac, Address: null);
    }

    private static string? OfOthersToo(InterfaceSettings? settings, List<Card> others) =>
        settings?.IsForOneCard == true && others.Exists(other => Applies(settings, other)) ? "it matches several cards" : null;

    private static string? Above(NetworkProgram program, InterfaceSettings? settings, string? name) => settings?.PortOf
        ?? program.Interfaces.FirstOrDefault(one => one.Ports.Any(port => port == settings?.Id || port == name))?.Id;

    private static bool Applies(InterfaceSettings settings, Card card) =>
        (settings.Macs.Count == 0 || (card.Hardware.Mac is { } mac && settings.Macs.Contains(mac)))
        && (settings.Names.Count == 0 || (card.Name is not null && settings.Names.Any(pattern => Matches(pattern, card.Name))))
        && (settings.Drivers.Count == 0 || settings.Drivers.Any(pattern => Matches(pattern, card.Hardware.Driver)))
        && !settings.IsTagged
        && settings.Ports.Count == 0;

    /// <summary>Whether a shell pattern is for an interface called <paramref name="name"/>.</summary>
    internal static bool Matches(string pattern, string name) =>
        FileSystemName.MatchesSimpleExpression(pattern.Replace("\\", "\\\\", StringComparison.Ordinal), name, ignoreCase: false);

    /// <summary>An interface on the way up from a card.</summary>
    /// <param name="Settings">What is said of it; null for nothing.</param>
    /// <param name="Name">Its name; null where unknown.</param>
    /// <param name="Mac">The address that it answers under; null where that is not certain.</param>
    /// <param name="Vlan">The tag of its frames; null for none.</param>
    /// <param name="Height">The number of interfaces below it.</param>
    private sealed record Level(InterfaceSettings? Settings, string? Name, string? Mac, int? Vlan, int Height);

    private sealed record Card(NetworkCard Hardware, string? Name)
    {
        public override string ToString() => $"{Name ?? "a card"} ({Hardware.Mac?.ToString() ?? "no address of its own"})";
    }
}
