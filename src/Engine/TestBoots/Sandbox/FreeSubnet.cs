using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace V2K.Engine.TestBoots.Sandbox;

/// <summary>
/// A part of 198.18.0.0/15 that the host does not use. RFC 2544 sets that range aside for tests of network gear, so a guest
/// or a site rarely has an address in it.
/// </summary>
public static class FreeSubnet
{
    private const int Count = 512;

    /// <summary>A /24 that no address and no route of this host lies in, as its first three numbers: <c>198.18.7</c>.</summary>
    /// <param name="attempt">Another number gives another subnet.</param>
    public static string Choose(int attempt)
    {
        var used = Used();
        // Runs at the same time begin at different places.
        var start = Environment.ProcessId + (attempt * 37);
        for (var i = 0; i < Count; i++)
        {
            var number = (start + i) % Count;
            var subnet = string.Create(CultureInfo.InvariantCulture, $"198.{18 + (number >> 8)}.{number & 255}");
            if (!used.Contains(subnet))
            {
                return subnet;
            }
        }

        throw new Rules.V2KException("every subnet of 198.18.0.0/15 is in use on this host", "Remove networks that are not needed");
    }

    /// <summary>Addresses of the host, and destinations of its routes: proc_net(5) has them in hexadecimal, lowest byte first.</summary>
    private static HashSet<string> Used()
    {
        var addresses = NetworkInterface.GetAllNetworkInterfaces()
            .SelectMany(network => network.GetIPProperties().UnicastAddresses)
            .Where(address => address.Address.AddressFamily == AddressFamily.InterNetwork)
            .Select(address => address.Address);
        var routes = File.ReadLines("/proc/net/route").Skip(1)
            .Select(line => line.Split('\t'))
            .Where(fields => fields.Length > 2)
            .Select(fields => new IPAddress(uint.Parse(fields[1], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)));
        return [.. addresses.Concat(routes).Select(address => address.ToString()).Select(text => text[..text.LastIndexOf('.')])];
    }

}
