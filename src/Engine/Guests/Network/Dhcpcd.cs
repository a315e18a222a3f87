namespace V2K.Engine.Guests.Network;

/// <summary>Reads dhcpcd.conf(5).</summary>
internal static class Dhcpcd
{
    private const string Everywhere = "every interface";

    /// <summary>The interfaces that <paramref name="text"/> says something of, and after them those that only its beginning is about.</summary>
    internal static IReadOnlyList<InterfaceSettings> Interfaces(string text)
    {
        var all = new InterfaceSettings(Everywhere) { IsDhcp = true };
        var found = new List<InterfaceSettings>();
        var isOther = false;
        foreach (var words in NetworkFiles.WordsByLine(text, '#', ';'))
        {
            switch (words[0])
            {
                case "interface" when words.Length > 1:
                    found.Add(all with { Id = words[1], Names = [words[1]] });
                    isOther = false;
                    break;
                case "ssid" or "profile" or "arping":
                    // A stanza for a place that the machine may be in.
                    isOther = true;
                    break;
                case "allowinterfaces":
                    all = all with { Names = words[1..] };
                    break;
                case "denyinterfaces":
                    all = all with { Doubt = $"it has {string.Join(' ', words)}" };
                    break;
                case var _ when isOther:
                    break;
                case var _ when found.Count == 0:
                    all = Option(all, words);
                    break;
                default:
                    found[^1] = Option(found[^1], words);
                    break;
            }
        }

        return [.. InterfaceSettings.Merge(found), all];
    }

    private static InterfaceSettings Option(InterfaceSettings one, string[] words) => words switch
    {
        ["static", var setting] when setting.Split('=') is ["ip_address", var text] && InterfaceSettings.Ipv4(text) is { } address =>
            one with { Addresses = [.. one.Addresses.Where(InterfaceSettings.IsIpv6), address], IsDhcp = false },
        ["static", var setting] when setting.Split('=') is ["ip6_address", var text] && InterfaceSettings.Ipv6(text) is { } address =>
            one with { Addresses = [.. one.Addresses, address] },
        ["noipv4" or "nodhcp", ..] => one with { IsDhcp = false },
        ["inform" or "fallback", ..] => one with { Doubt = $"it has {words[0]}" },
        _ => one,
    };
}
