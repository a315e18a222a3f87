using System.IO.Enumeration;
using V2K.Engine.State;

namespace V2K.Engine.Guests.Network;

/// <summary>
/// Which address each network card will have, from what the guest's network programs are told. Only what is certain is said: a test boot
/// waits for it.
/// </summary>
internal static class ConfiguredAddresses
{
    /// <summary>A VLAN on a bridge on a bond is as high as it gets.</summary>
    private const int HighestStack = 4;

    private const int MaximumPerCard = 16;

    /// <summary>The addresses of <paramref name="cards"/>; none for a card that has none, or whose address cannot be told.</summary>
    /// <param name="cards">The cards.</param>
    /// <param name="names">Their names in the guest, in their order; null where unknown.</param>
    /// <param name="programs">What configures them.</param>
    /// <param name="note">Takes what cannot be told, and why.</param>
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
                note($"{card}: {string.Join(" and ", answers.Select(answer => answer.Name))} say different things of its address");
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
            note($"{card}: what {program.Name} says in {settings!.Id} is not taken: {doubt}");
            return [];
        }

        // Bonds and bridges answer under the address of one of their ports, or of their own.
        var isCardItself = true;
        var name = card.Name;
        for (var height = 0; Above(program, settings, name) is { } above; height++)
        {
            isCardItself = false;
            name = above;
            settings = program.Interfaces.FirstOrDefault(one => one.Macs.Count == 0 && (one.Id == above || one.Names.Any(pattern => Matches(pattern, above))));
            if (height == HighestStack || settings?.Doubt is not null)
            {
                note($"{card}: it cannot be told what is configured on {above}");
                return [];
            }
        }

        return settings is null || settings.IsTagged ? [] : Recorded(settings, isCardItself && !settings.HasOwnMac ? card.Hardware.Mac?.ToString() : null);
    }

    private static IReadOnlyList<GuestAddress> Recorded(InterfaceSettings settings, string? mac) =>
        settings.Addresses.Count > 0 ? [.. settings.Addresses.Take(MaximumPerCard).Select(address => new GuestAddress(mac, address))]
        : settings.IsDhcp == true ? [new GuestAddress(mac, Address: null)]
        : [];

    private static string? OfOthersToo(InterfaceSettings? settings, List<Card> others) =>
        settings?.IsForOneCard == true && others.Exists(other => Applies(settings, other)) ? "it fits several cards, and goes to one" : null;

    private static string? Above(NetworkProgram program, InterfaceSettings? settings, string? name) => settings?.PortOf
        ?? program.Interfaces.FirstOrDefault(one => one.Ports.Any(port => port == settings?.Id || port == name))?.Id;

    private static bool Applies(InterfaceSettings settings, Card card) =>
        (settings.Macs.Count == 0 || (card.Hardware.Mac is { } mac && settings.Macs.Contains(mac)))
        && (settings.Names.Count == 0 || (card.Name is not null && settings.Names.Any(pattern => Matches(pattern, card.Name))))
        && (settings.Drivers.Count == 0 || settings.Drivers.Any(pattern => Matches(pattern, card.Hardware.Driver)))
        && !settings.IsTagged
        && settings.Ports.Count == 0;

    private static bool Matches(string pattern, string name) =>
        FileSystemName.MatchesSimpleExpression(pattern.Replace("\\", "\\\\", StringComparison.Ordinal), name, ignoreCase: false);

    private sealed record Card(NetworkCard Hardware, string? Name)
    {
        public override string ToString() => $"{Name ?? "a card"} ({Hardware.Mac?.ToString() ?? "no address of its own"})";
    }
}
