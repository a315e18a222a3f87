using System.Net;
using System.Net.Sockets;
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
    /// <exception cref="V2KException">A value is no IPv4 address.</exception>
    public static ExpectedAddresses Of(IReadOnlyList<string> asked, IReadOnlyList<GuestAddress> known)
    {
        ArgumentNullException.ThrowIfNull(asked);
        ArgumentNullException.ThrowIfNull(known);
        return asked.Count > 0
            ? new ExpectedAddresses([.. asked.Where(text => text != None).Select(Parse)], AnyWillDo: false)
            : new ExpectedAddresses(known, AnyWillDo: known.Count == 0);
    }

    private static GuestAddress Parse(string text) =>
        text == Dhcp ? new GuestAddress(Mac: null, Address: null)
        : IPAddress.TryParse(text, out var address) && address.AddressFamily == AddressFamily.InterNetwork ? new GuestAddress(Mac: null, address.ToString())
        : throw new V2KException($"'{text}' is no IPv4 address", $"Write --address=192.0.2.5, --address={Dhcp} or --address={None}", key: "--address");
}
