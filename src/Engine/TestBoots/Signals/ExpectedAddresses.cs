using System.Net;
using System.Net.Sockets;
using V2K.Engine.Guests.Network;
using V2K.Engine.State;
using V2K.Rules;

namespace V2K.Engine.TestBoots.Signals;

/// <summary>
/// What a guest must show on the sandbox network before it counts as up: what <c>--address</c> says, else what Adjust read
/// from its files, else anything.
/// </summary>
/// <param name="Addresses">The addresses to wait for; those of null are DHCP's.</param>
/// <param name="AnyWillDo">Nothing is known: any address is proof, and a login prompt must do if there is none.</param>
public sealed record ExpectedAddresses(IReadOnlyList<GuestAddress> Addresses, bool AnyWillDo)
{
    /// <summary>The option's word for no address at all.</summary>
    public const string None = "none";

    /// <summary>The option's word for an address that DHCP gives.</summary>
    public const string Dhcp = "dhcp";

    /// <summary>Whether the guest is to be seen on the network at all.</summary>
    public bool IsNone => !AnyWillDo && Addresses.Count == 0;

    /// <summary>Decides between <paramref name="asked"/>, the values of <c>--address</c>, and what the state knows.</summary>
    /// <exception cref="V2KException">A value is no address that a guest has for itself.</exception>
    public static ExpectedAddresses Of(IReadOnlyList<string> asked, IReadOnlyList<GuestAddress> known)
    {
        ArgumentNullException.ThrowIfNull(asked);
        ArgumentNullException.ThrowIfNull(known);
        return asked.Count > 0
            ? new ExpectedAddresses([.. asked.Where(text => text != None).Select(text => Parse(text, known))], AnyWillDo: false)
            : new ExpectedAddresses(known, AnyWillDo: known.Count == 0);
    }

    /// <summary>An address without a VLAN is asked for on the one that the guest's files name, where they do.</summary>
    private static GuestAddress Parse(string text, IReadOnlyList<GuestAddress> known)
    {
        if (text == Dhcp)
        {
            return new GuestAddress(Mac: null, Address: null);
        }

        var (written, tag) = text.Split('@', count: 2) is [var before, var after] ? (before, after) : (text, null);
        var address = InterfaceSettings.Ipv6(written) ?? (IPAddress.TryParse(written, out var ipv4) && ipv4.AddressFamily == AddressFamily.InterNetwork ? ipv4.ToString() : null);
        var vlan = tag is null ? known.FirstOrDefault(one => one.Address == address)?.Vlan : VlanName.ParseId(tag);
        return address is null || written.Contains('/', StringComparison.Ordinal) || (tag is not null && vlan is null)
            ? throw new V2KException(
                $"'{text}' is not an address that a guest can have",
                $"Write --address=192.0.2.5, --address=2001:db8::5, with @100 after it for VLAN 100, --address={Dhcp} or --address={None}",
                key: "--address")
            : new GuestAddress(Mac: null, address) { Vlan = vlan };
    }
}
