using System.Globalization;
using System.Text.RegularExpressions;
using V2K.Engine.Guests.Text;
using V2K.Rules.Network;

namespace V2K.Engine.Guests.Network;

/// <summary>
/// Configuration that tells cards by their place on the PCI bus: systemd.network(5) and systemd.link(5) by <c>Path=pci-0000:0b:00.0</c>,
/// NetworkManager's connections by <c>path=</c>, udev's rules by <c>KERNELS=="0000:0b:00.0"</c>. Under KVM, cards are elsewhere.
/// </summary>
internal static partial class CardPlaces
{
    /// <summary>Where it is, as shell patterns.</summary>
    internal static readonly string[] Files = ["/etc/systemd/network/*.network", "/etc/systemd/network/*.link", "/etc/systemd/network/*.d/*.conf", "/etc/NetworkManager/system-connections/*", "/etc/udev/rules.d/*.rules"];

    /// <summary>Puts the addresses of <paramref name="cards"/> for their places.</summary>
    internal static string Change(string text, IReadOnlyList<NetworkCard> cards) =>
        text.Contains("[connection]", StringComparison.Ordinal) ? ChangeConnection(text, cards) : ChangeLines(text, cards);

    /// <summary>A connection that is for one place becomes one for the card that was there.</summary>
    private static string ChangeConnection(string text, IReadOnlyList<NetworkCard> cards)
    {
        const string Section = "[ethernet]\n";
        if (ConnectionPath().Match(text) is not { Success: true } line || At(cards, line.Groups["place"].Value) is not { } card)
        {
            return text;
        }

        var rest = text.Remove(line.Index, line.Length);
        var address = $"mac-address={card.Mac}\n";
        var at = rest.IndexOf(Section, StringComparison.Ordinal);
        return at >= 0 ? rest.Insert(at + Section.Length, address) : $"{rest.TrimEnd('\n')}\n\n{Section}{address}";
    }

    private static string ChangeLines(string text, IReadOnlyList<NetworkCard> cards) => KernelArguments.ByLine(text, line =>
    {
        if (PathLine().Match(line) is { Success: true } paths)
        {
            var places = paths.Groups["paths"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var found = places.Select(place => Path().Match(place) is { Success: true } path ? At(cards, path.Groups["place"].Value) : null).OfType<NetworkCard>().ToList();

            // By the driver, too: a VLAN has its card's address.
            return found.Count == places.Length
                ? $"MACAddress={string.Join(' ', found.Select(card => card.Mac))}\nDriver={string.Join(' ', found.Select(card => card.Driver).Distinct(StringComparer.Ordinal))}"
                : line;
        }

        return IsOfNetwork(line)
            ? RuleKey().Replace(line, match => At(cards, match.Groups["place"].Value) is { } card ? $"ATTR{{address}}==\"{card.Mac}\"" : match.Value)
            : line;
    });

    /// <summary>The place that the file still names; null for none.</summary>
    internal static string? Find(string text) => text.Split('\n')
        .Where(line => !line.AsSpan().TrimStart().StartsWith('#'))
        .Select(line => ConnectionPath().Match(line + "\n") is { Success: true } connection ? connection
            : PathLine().Match(line) is { Success: true } paths ? Path().Match(paths.Groups["paths"].Value)
            : IsOfNetwork(line) ? RuleKey().Match(line)
            : Match.Empty)
        .FirstOrDefault(match => match.Success)?.Groups["place"].Value;

    /// <summary>The only card has no other place; others are found where VMware's bridges have their buses.</summary>
    private static NetworkCard? At(IReadOnlyList<NetworkCard> cards, string place)
    {
        var found = cards is [var only] ? only : cards.FirstOrDefault(card => card.VmwareSlot is { } number && Place(new PciSlotNumber(number)) == place);
        return found?.Mac is null ? null : found;
    }

    /// <summary>As <see cref="Place(PciSlotNumber)"/> writes it: domain, bus, device and function.</summary>
    private const string PlacePattern = "(?<place>[0-9a-f]{4}:[0-9a-f]{2}:[0-9a-f]{2}\\.[0-7])";

    private static string Place(PciSlotNumber slot) => string.Create(CultureInfo.InvariantCulture, $"0000:{slot.Bus:x2}:{slot.Device:x2}.0");

    private static bool IsOfNetwork(string line) => line.Contains("SUBSYSTEM==\"net\"", StringComparison.Ordinal);

    [GeneratedRegex("^\\s*Path\\s*=\\s*(?<paths>[^!\\r]+?)\\s*$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PathLine();

    [GeneratedRegex("^path=pci-" + PlacePattern + ";?\\n", RegexOptions.ExplicitCapture | RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ConnectionPath();

    [GeneratedRegex("pci-" + PlacePattern, RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Path();

    [GeneratedRegex("(KERNELS==\"|ENV\\{ID_PATH\\}==\"pci-)" + PlacePattern + "\\*?\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex RuleKey();
}
